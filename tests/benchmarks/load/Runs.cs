using System.Collections.Concurrent;
using System.Diagnostics;

namespace CcsBridge.Benchmarks.Loads;

/// <summary>Single runs against one subject; every message id is used once.</summary>
internal sealed class Runs(Direction direction, CancellationToken cancel)
{
    // The rate is taken between these: neither the first wave nor the last window's tail is steady.
    private const double SteadyFrom = 0.2;
    private const double SteadyTo = 0.95;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);

    // Of the whole process: ids are remembered by the broker longer than we live.
    private static int _runs;

    /// <summary>Messages per second while as many wait as the subject can take.</summary>
    public async Task<double> ThroughputAsync(Subject subject, int messages)
    {
        var ids = Ids(subject, messages);
        var (first, last) = ((int)(messages * SteadyFrom), (int)(messages * SteadyTo));
        long began = 0, ended = 0;
        var done = 0;
        var doing = direction.DoneAsync(
            _ =>
            {
                done++;
                if (done == first)
                    began = Stopwatch.GetTimestamp();
                else if (done == last)
                    ended = Stopwatch.GetTimestamp();
                return done == messages;
            },
            cancel);
        await direction.LoadAsync(subject, ids, cancel);
        try
        {
            await subject.WhileAliveAsync(doing);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{done} of {messages} messages came through to {subject.Sender}, then no more", e);
        }

        return (last - first) / Stopwatch.GetElapsedTime(began, ended).TotalSeconds;
    }

    /// <summary>From send to arrival, at a rate that the subject is not given more than.</summary>
    public async Task<Latencies> LatenciesAsync(Subject subject, double perSecond, TimeSpan time)
    {
        var ids = Ids(subject, (int)(perSecond * time.TotalSeconds));
        var sent = new ConcurrentDictionary<string, long>();
        var took = new List<double>(ids.Count);
        var reaching = direction.ReachedAsync(
            id =>
            {
                took.Add(Stopwatch.GetElapsedTime(sent[id]).TotalMilliseconds);
                return took.Count == ids.Count;
            },
            cancel);
        var sends = new List<Task>(ids.Count);
        var began = Stopwatch.GetTimestamp();
        while (sends.Count < ids.Count)
        {
            var due = Math.Min(ids.Count, (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond));
            while (sends.Count < due)
            {
                var id = ids[sends.Count];
                sent[id] = Stopwatch.GetTimestamp();
                sends.Add(direction.SendAsync(subject, id, cancel));
            }

            await Task.Delay(Pace, cancel);
        }

        await Task.WhenAll(sends);
        await subject.WhileAliveAsync(reaching);
        return Latencies.Of(took);
    }

    private static List<string> Ids(Subject subject, int count)
    {
        var run = Interlocked.Increment(ref _runs);
        return [.. Enumerable.Range(0, count).Select(i => $"{subject.Sender}-{Environment.ProcessId}-{run}-{i}")];
    }
}
