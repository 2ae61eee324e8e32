using System.Collections.Concurrent;
using System.Threading.Channels;
using Amqp;

namespace CcsBridge.Local.Broker;

/// <summary>
/// The one place that calls the engine: a lock around it, a timer for what is due, and one task that carries out its effects in
/// order, outside the lock.
/// </summary>
internal sealed class EngineDriver(BrokerEngine engine, TimeProvider time, Happenings happenings) : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Channel<BrokerEffect> _effects = Channel.CreateUnbounded<BrokerEffect>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<SendId, Action<Refusal?>> _sends = new();
    private readonly ConcurrentDictionary<ReceiverId, OutLink> _receivers = new();
    private readonly LockRequests _lockRequests = new();
    private ITimer? _timer;
    private Task _carryOut = Task.CompletedTask;
    private long _ids;

    /// <summary>Ends with the driver; faulted if carrying out an effect failed, which is a bug.</summary>
    public Task Completion => _carryOut;

    public void Start()
    {
        _timer = time.CreateTimer(_ => Post(new BrokerInput.Tick()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _carryOut = Task.Run(CarryOutAsync);
    }

    public void Post(BrokerInput input)
    {
        lock (_lock)
        {
            foreach (var effect in engine.On(input, time.GetUtcNow()))
                _effects.Writer.TryWrite(effect);
            if (engine.NextDue is { } due)
                _timer?.Change(WaitUntil(due), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Asks the engine something.</summary>
    public T Ask<T>(Func<BrokerEngine, T> question)
    {
        lock (_lock)
            return question(engine);
    }

    /// <summary>
    /// Sends; <paramref name="answer"/> is called with null once the broker has it, or with its no. Not while a hold keeps it back.
    /// </summary>
    public void Send(string entity, IReadOnlyList<BrokerMessage> messages, Action<Refusal?> answer)
    {
        var id = new SendId(Interlocked.Increment(ref _ids));
        _sends[id] = answer;
        Post(new BrokerInput.Send(id, entity, messages));
    }

    /// <summary>
    /// Settles locks for someone who need not have received under them; <paramref name="answer"/> is called once, with the first
    /// no or with null. A no for one lock leaves the others settled.
    /// </summary>
    public void Settle(IReadOnlyList<Guid> lockTokens, Settlement how, Action<Refusal?> answer)
    {
        var asker = new ReceiverId(Interlocked.Increment(ref _ids));
        _lockRequests.Add(asker, lockTokens.Count, answer);
        foreach (var token in lockTokens)
            Post(new BrokerInput.Settle(asker, token, how));
    }

    /// <summary>Renews locks, all or none; <paramref name="answer"/> is called with their ends, or with the no.</summary>
    public void Renew(IReadOnlyList<Guid> lockTokens, Action<IReadOnlyList<DateTimeOffset>, Refusal?> answer)
    {
        var asker = new RenewalId(Interlocked.Increment(ref _ids));
        _lockRequests.Add(asker, answer);
        Post(new BrokerInput.RenewLock(asker, lockTokens));
    }

    /// <summary>Opens a receiver whose effects go to the link that <paramref name="make"/> makes.</summary>
    public OutLink Open(string entity, bool andDelete, Func<ReceiverId, OutLink> make)
    {
        var id = new ReceiverId(Interlocked.Increment(ref _ids));
        var link = make(id);
        _receivers[id] = link;
        Post(new BrokerInput.OpenReceiver(id, entity, andDelete));
        return link;
    }

    public void Close(ReceiverId id)
    {
        _receivers.TryRemove(id, out _);
        Post(new BrokerInput.CloseReceiver(id));
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
        _effects.Writer.TryComplete();
        await _carryOut;
    }

    private async Task CarryOutAsync()
    {
        await foreach (var effect in _effects.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                CarryOut(effect);
            }
            catch (Exception ended) when (ended is AmqpException or ObjectDisposedException)
            {
                // The link or its connection ended meanwhile. A lock ends by itself; a sender repeats what was not confirmed.
                continue;
            }
        }
    }

    private void CarryOut(BrokerEffect effect)
    {
        switch (effect)
        {
            case BrokerEffect.Confirmed confirmed: Answer(confirmed.Send, null); break;
            case BrokerEffect.Refused refused: Answer(refused.Send, refused.Why); break;
            case BrokerEffect.Deliver deliver: Receiver(deliver.Receiver)?.Send(deliver.Delivery); break;
            case BrokerEffect.Drained drained: Receiver(drained.Receiver)?.Drained(); break;
            case BrokerEffect.Settled settled: Settled(settled.Asker, settled.LockToken, null); break;
            case BrokerEffect.NotSettled not: Settled(not.Asker, not.LockToken, not.Why); break;
            case BrokerEffect.LockRenewed renewed: _lockRequests.Renewed(renewed.Asker, renewed.Until, null); break;
            case BrokerEffect.LockNotRenewed not: _lockRequests.Renewed(not.Asker, [], not.Why); break;
            case BrokerEffect.Happened happened: happenings.Add(happened.What); break;
            default: throw new InvalidOperationException($"{effect} is no effect this driver knows");
        }
    }

    private OutLink? Receiver(ReceiverId id) => _receivers.GetValueOrDefault(id);

    private void Settled(ReceiverId asker, Guid lockToken, Refusal? refusal)
    {
        if (!_lockRequests.Settled(asker, refusal))
            Receiver(asker)?.Settled(lockToken, refusal);
    }

    private void Answer(SendId id, Refusal? refusal)
    {
        if (_sends.TryRemove(id, out var answer))
            answer(refusal);
    }

    // Rounded up: a system timer cuts fractions of a millisecond off and would come early.
    private TimeSpan WaitUntil(DateTimeOffset due)
    {
        var wait = due - time.GetUtcNow();
        return wait > LongestWait ? LongestWait : TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds)));
    }
}
