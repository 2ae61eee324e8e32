using System.Globalization;
using Amqp;

namespace CcsBridge.ServiceBus;

/// <summary>
/// Asks one entity's <c>$management</c> node, over one pair of links that opens at the first request and closes when none came for 5 min.
/// Requests overlap, at most 1,000 at once, and are answered by correlation id. An answer is awaited 10 s, the opening included.
/// </summary>
internal sealed class EntityManagement(string node, TimeProvider time, Func<ManagementPair, Action<LinkNews>, LinkLoop> loop, CancellationToken stop)
    : IAsyncDisposable
{
    public const int MostOutstanding = 1_000;
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan KeptUnused = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PendingRequest> _pending = new(StringComparer.Ordinal);
    private Life? _life;
    private Task _ended = Task.CompletedTask;
    private ITimer? _unused;
    private long _requests;
    private bool _closed;

    public async Task<ManagementAnswer> AskAsync(Message request, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var pending = new PendingRequest(request);
        string id;
        Life life;
        lock (_gate)
        {
            if (_closed) return new ManagementAnswer.Unheard("the bus was closed");
            if (_pending.Count >= MostOutstanding)
                return new ManagementAnswer.Unheard($"{MostOutstanding} requests to {node} are unanswered; no more are made at once");
            request.Properties.MessageId = id = (++_requests).ToString(CultureInfo.InvariantCulture);
            _pending.Add(id, pending);
            _unused?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            life = _life ??= Begin();
            // While it is away, the pair's opening writes what waits.
            if (life.IsOpen) life.Pair.Write(pending);
        }

        try
        {
            // A loop ends by the stop or by a bug; the bug is thrown here rather than hidden behind requests that time out.
            if (life.Loop.IsFaulted) await life.Loop;
            return await pending.Answer.WaitAsync(AnswerWithin, time, cancel);
        }
        catch (TimeoutException)
        {
            if (pending.WrittenOn is not { } silent) return new ManagementAnswer.Unheard($"no link to {node} within {AnswerWithin.TotalSeconds} s");
            // A node that falls silent is not waited on again: the next request gets another pair.
            silent.Drop($"no answer within {AnswerWithin.TotalSeconds} s");
            return new ManagementAnswer.Unheard($"{node} did not answer within {AnswerWithin.TotalSeconds} s");
        }
        finally
        {
            lock (_gate) Remove(id);
        }
    }

    /// <summary>Answers what waits, once the bus has been stopped, and awaits the links' end.</summary>
    public async ValueTask DisposeAsync()
    {
        Life? last;
        lock (_gate)
        {
            _closed = true;
            _unused?.Dispose();
            foreach (var pending in _pending.Values) pending.Is(new ManagementAnswer.Unheard("the bus was closed"));
            last = Retire();
        }

        last?.End();
        await _ended;
    }

    private Life Begin()
    {
        var life = new Life(new ManagementPair(node, Answered), CancellationTokenSource.CreateLinkedTokenSource(stop));
        life.Loop = loop(life.Pair, news => Hear(life, news)).RunAsync(life.Stop);
        return life;
    }

    private void Hear(Life life, LinkNews news)
    {
        lock (_gate)
        {
            // Retired for want of use: a request that came since belongs to the next.
            if (life.IsRetired) return;
            life.IsOpen = news is LinkNews.Opened;
            if (news is LinkNews.Opened opened) life.Pair.Opened(opened.Link);
            foreach (var pending in _pending.Values)
            {
                switch (news)
                {
                    case LinkNews.Opened when pending.WrittenOn is null: life.Pair.Write(pending); break;
                    case LinkNews.Lost lost when pending.WrittenOn is not null: pending.Is(new ManagementAnswer.Unheard(lost.Reason)); break;
                    case LinkNews.Refused refused:
                        pending.Is(new ManagementAnswer.Unheard($"{node} is refused ({refused.Condition}: {refused.Description})"));
                        break;
                }
            }
        }
    }

    // On the library's reading thread. An answer that nobody awaits any more, or that says not to what, is let go.
    private void Answered(Message answer)
    {
        if (PropertyValues.IdText(answer.Properties?.GetCorrelationId()) is not { } id) return;
        lock (_gate)
            if (_pending.TryGetValue(id, out var pending)) pending.Is(ManagementAnswer.Read(answer));
    }

    private void Remove(string id)
    {
        _pending.Remove(id);
        if (_pending.Count > 0 || _closed) return;
        _unused ??= time.CreateTimer(_ => Unused(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _unused.Change(KeptUnused, Timeout.InfiniteTimeSpan);
    }

    private void Unused()
    {
        Life? over;
        lock (_gate) over = _pending.Count == 0 ? Retire() : null;
        // Outside of the gate: what the end sets off runs here.
        over?.End();
    }

    private Life? Retire()
    {
        if (_life is not { } life) return null;
        _life = null;
        life.IsRetired = true;
        _ended = Task.WhenAll(_ended, life.Loop);
        return life;
    }

    /// <summary>One stretch of use: from a first request until none came for a while.</summary>
    private sealed class Life(ManagementPair pair, CancellationTokenSource stop)
    {
        public ManagementPair Pair => pair;

        public CancellationToken Stop { get; } = stop.Token;

        public Task Loop { get; set; } = Task.CompletedTask;

        public bool IsOpen { get; set; }

        public bool IsRetired { get; set; }

        public void End()
        {
            stop.Cancel();
            stop.Dispose();
        }
    }
}
