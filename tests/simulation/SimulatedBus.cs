using CcsBridge.Local.Broker;
using CcsBridge.ServiceBus;

namespace CcsBridge.Simulation;

/// <summary>The bus's verbs over the local broker's engine, without a wire.</summary>
internal sealed class SimulatedBus : IBus
{
    private readonly BrokerEngine _engine;
    private readonly VirtualTime _time;
    private readonly Action<Happening> _happened;
    private readonly Dictionary<SendId, TaskCompletionSource<SendOutcome>> _sends = [];
    private readonly Dictionary<ReceiverId, SimulatedReceiver> _receivers = [];
    private readonly ITimer _timer;
    private long _lastId;

    public SimulatedBus(Topology topology, VirtualTime time, Action<Happening> happened)
    {
        (_time, _happened) = (time, happened);
        _engine = new BrokerEngine(topology, new CountedGuids().Next);
        _timer = time.CreateTimer(_ => On(new BrokerInput.Tick()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public BrokerEngine Engine => _engine;

    /// <summary>What the broker confirmed to its sender, at that moment.</summary>
    public event Action<string, BusMessage>? Confirmed;

    public async Task<SendOutcome> SendAsync(string entity, BusMessage message, CancellationToken cancel)
    {
        var id = new SendId(++_lastId);
        var word = new TaskCompletionSource<SendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sends.Add(id, word);
        On(new BrokerInput.Send(id, entity, [BrokerWords.Message(message)]));
        using var cancelled = cancel.Register(() => word.TrySetCanceled(cancel));
        var outcome = await word.Task;
        if (outcome is SendOutcome.Confirmed)
            Confirmed?.Invoke(entity, message);
        return outcome;
    }

    public IBusReceiver OpenReceiver(string queue)
    {
        var receiver = new SimulatedReceiver(new ReceiverId(++_lastId), this);
        _receivers.Add(receiver.Id, receiver);
        On(new BrokerInput.OpenReceiver(receiver.Id, queue));
        return receiver;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Close(SimulatedReceiver receiver)
    {
        _receivers.Remove(receiver.Id);
        On(new BrokerInput.CloseReceiver(receiver.Id));
    }

    public void On(BrokerInput input)
    {
        foreach (var effect in _engine.On(input, _time.GetUtcNow()))
            Do(effect);
        if (_engine.NextDue is { } due)
            _timer.Change(due > _time.GetUtcNow() ? due - _time.GetUtcNow() : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Do(BrokerEffect effect)
    {
        switch (effect)
        {
            case BrokerEffect.Happened happened: _happened(happened.What); break;
            case BrokerEffect.Confirmed confirmed: Answer(confirmed.Send, new SendOutcome.Confirmed()); break;
            case BrokerEffect.Refused refused: Answer(refused.Send, BrokerWords.Outcome(refused.Why)); break;
            case BrokerEffect.Deliver deliver: _receivers.GetValueOrDefault(deliver.Receiver)?.Arrive(deliver.Delivery); break;
            case BrokerEffect.Drained or BrokerEffect.Settled or BrokerEffect.NotSettled: break; // Settled without waiting for the broker's word.
            default: throw new InvalidOperationException($"no way to carry out {effect.GetType().Name}");
        }
    }

    private void Answer(SendId send, SendOutcome outcome)
    {
        if (_sends.Remove(send, out var word))
            word.TrySetResult(outcome);
    }
}
