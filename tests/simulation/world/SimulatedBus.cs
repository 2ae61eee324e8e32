using CcsBridge.Local.Broker;
using CcsBridge.ServiceBus;
using Settlement = CcsBridge.Local.Broker.Settlement;

namespace CcsBridge.Simulation;

/// <summary>The local broker's engine behind the bus's verbs, without a wire.</summary>
internal sealed class SimulatedBus
{
    private readonly BrokerEngine _engine;
    private readonly VirtualTime _time;
    private readonly Action<Happening> _happened;
    private readonly Dictionary<SendId, TaskCompletionSource<SendOutcome>> _sends = [];
    private readonly Dictionary<ReceiverId, Action<BrokerDelivery>> _receivers = [];
    private readonly ITimer _timer;
    private long _lastId;

    public SimulatedBus(Topology topology, VirtualTime time, Action<Happening> happened)
    {
        (_time, _happened) = (time, happened);
        _engine = new BrokerEngine(topology, new CountedGuids().Next);
        _timer = time.CreateTimer(_ => On(new BrokerInput.Tick()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public BrokerEngine Engine => _engine;

    public DateTimeOffset Now => _time.GetUtcNow();

    public async Task<SendOutcome> SendAsync(string entity, BusMessage message, CancellationToken cancel)
    {
        var id = new SendId(++_lastId);
        var word = new TaskCompletionSource<SendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sends.Add(id, word);
        On(new BrokerInput.Send(id, entity, [BrokerWords.Message(message)]));
        using var cancelled = cancel.Register(() => word.TrySetCanceled(cancel));
        return await word.Task;
    }

    /// <summary>Opens a link that deliveries come on.</summary>
    public ReceiverId Attach(string entity, Action<BrokerDelivery> arrived, bool andDelete = false)
    {
        var id = new ReceiverId(++_lastId);
        _receivers.Add(id, arrived);
        On(new BrokerInput.OpenReceiver(id, entity, andDelete));
        return id;
    }

    public void Detach(ReceiverId id)
    {
        _receivers.Remove(id);
        On(new BrokerInput.CloseReceiver(id));
    }

    /// <summary>Takes everything out of a queue, subscription or dead-letter queue, as an auditor does at the end.</summary>
    public IReadOnlyList<BrokerMessage> TakeAll(string entity)
    {
        var all = new List<BrokerMessage>();
        var id = Attach(entity, delivery => all.Add(delivery.Message), andDelete: true);
        On(new BrokerInput.Credit(id, int.MaxValue));
        Detach(id);
        return all;
    }

    /// <summary>What <c>$management</c> answers to a renewal; null: the lock is over.</summary>
    public DateTimeOffset? Renew(Guid lockToken) =>
        On(new BrokerInput.RenewLock(new RenewalId(++_lastId), [lockToken])).OfType<BrokerEffect.LockRenewed>().FirstOrDefault()?.Until[0];

    /// <summary>Settles by <c>$management</c>; false: the lock is over.</summary>
    public bool SettleByManagement(Guid lockToken, Settlement how) =>
        On(new BrokerInput.Settle(new ReceiverId(++_lastId), lockToken, how)).Any(effect => effect is BrokerEffect.Settled);

    public IReadOnlyList<BrokerEffect> On(BrokerInput input)
    {
        var effects = _engine.On(input, _time.GetUtcNow());
        foreach (var effect in effects)
            Do(effect);
        if (_engine.NextDue is { } due)
            _timer.Change(due > _time.GetUtcNow() ? due - _time.GetUtcNow() : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return effects;
    }

    private void Do(BrokerEffect effect)
    {
        switch (effect)
        {
            case BrokerEffect.Happened happened: _happened(happened.What); break;
            case BrokerEffect.Confirmed confirmed: Answer(confirmed.Send, new SendOutcome.Confirmed()); break;
            case BrokerEffect.Refused refused: Answer(refused.Send, BrokerWords.Outcome(refused.Why)); break;
            case BrokerEffect.Deliver deliver: _receivers.GetValueOrDefault(deliver.Receiver)?.Invoke(deliver.Delivery); break;
            case BrokerEffect.Drained or BrokerEffect.Settled or BrokerEffect.NotSettled or BrokerEffect.LockRenewed or BrokerEffect.LockNotRenewed:
                break; // Read by who asked, if anybody waits for it.
            default: throw new InvalidOperationException($"no way to carry out {effect.GetType().Name}");
        }
    }

    private void Answer(SendId send, SendOutcome outcome)
    {
        if (_sends.Remove(send, out var word))
            word.TrySetResult(outcome);
    }
}
