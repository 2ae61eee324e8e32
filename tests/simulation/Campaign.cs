using System.Diagnostics;
using CcsBridge.Simulation.Faults;

namespace CcsBridge.Simulation;

/// <summary>Many seeds, one after the other, with a line of progress and a table at the end.</summary>
internal sealed class Campaign(CampaignOptions options, TextWriter output)
{
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<FaultKind, long> _faults = [];
    private readonly List<int> _broken = [];
    private long _seeds, _messages, _lost, _early, _unaccounted, _expired, _twofold;
    private int _mostSent;
    private TimeSpan _longest;

    /// <summary>0: every promise was kept; 1: not.</summary>
    public int Run()
    {
        var watch = Stopwatch.StartNew();
        var told = TimeSpan.Zero;
        for (var seed = options.Seed; Goes(seed, watch.Elapsed); seed++)
        {
            Add(FaultyRun.Run(seed, options.Messages, options.Faults));
            if (watch.Elapsed - told < Progress)
                continue;
            told = watch.Elapsed;
            output.WriteLine($"{told.TotalSeconds,6:0} s  {_seeds} seeds, {_messages} messages, {_broken.Count} broken");
        }

        Sum(watch.Elapsed);
        return _broken.Count == 0 ? 0 : 1;
    }

    private bool Goes(int seed, TimeSpan elapsed) =>
        options.Trace ? seed == options.Seed
        : options.For is { } length ? elapsed < length
        : seed - options.Seed < options.Seeds;

    private void Add(RunResult result)
    {
        _seeds++;
        _messages += result.Messages;
        _lost += result.Ledger.Upstream.Lost;
        _early += result.Ledger.Upstream.Early;
        _unaccounted += result.Ledger.Downstream.Unaccounted;
        _expired += result.Ledger.Downstream.Expired;
        _twofold += result.Ledger.Downstream.ToldTwofold;
        _mostSent = Math.Max(_mostSent, result.Ledger.Downstream.MostSent);
        _longest = result.SettledAfter > _longest ? result.SettledAfter : _longest;
        foreach (var (kind, times) in result.Faults)
            _faults[kind] = _faults.GetValueOrDefault(kind) + times;
        foreach (var line in options.Trace ? result.Trace : [])
            output.WriteLine(line);
        if (result.Violations.Count == 0)
            return;
        _broken.Add(result.Seed);
        output.WriteLine($"seed {result.Seed} --messages {options.Messages} --faults {options.Faults}: {result.Violations.Count} violation(s)");
        foreach (var violation in result.Violations.Take(5))
            output.WriteLine($"  {violation}");
    }

    private void Sum(TimeSpan elapsed)
    {
        output.WriteLine($"{_seeds} seeds, {_messages} messages, {_messages / elapsed.TotalSeconds:0} messages/s");
        output.WriteLine($"faults: {string.Join(", ", _faults.Select(entry => $"{entry.Key} {entry.Value}"))}");
        output.WriteLine($"lost {_lost}, acknowledged early {_early}, unaccounted {_unaccounted}; expired in the queue {_expired}, told twofold {_twofold}");
        output.WriteLine($"most sends of one message {_mostSent}, longest time to settle {_longest:hh\\:mm\\:ss}");
        if (_broken.Count > 0)
            output.WriteLine($"BROKEN: seeds {string.Join(", ", _broken)}");
    }
}
