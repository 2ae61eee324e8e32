using CcsBridge.Local.Broker;
using CcsBridge.ServiceBus;
using Settlement = CcsBridge.ServiceBus.Settlement;

namespace CcsBridge.Simulation;

/// <summary>A receiver on the engine: credit as AMQP counts it, deliveries in their order.</summary>
internal sealed class SimulatedReceiver(ReceiverId id, SimulatedBus bus) : IBusReceiver
{
    private readonly Queue<BrokerDelivery> _arrived = [];
    private readonly HashSet<Guid> _held = [];
    private TaskCompletionSource? _wake;
    private uint _delivered, _limit;

    public ReceiverId Id => id;

    public bool IsOpen => true;

    public void Arrive(BrokerDelivery delivery)
    {
        _delivered++;
        _held.Add(delivery.LockToken);
        _arrived.Enqueue(delivery);
        _wake?.TrySetResult();
    }

    public async Task<ReceivedMessage> ReceiveAsync(CancellationToken cancel)
    {
        while (_arrived.Count == 0)
        {
            _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var cancelled = cancel.Register(() => _wake.TrySetCanceled(cancel));
            await _wake.Task;
        }

        return BrokerWords.Received(_arrived.Dequeue());
    }

    public void AddCredit(int messages)
    {
        _limit += (uint)messages;
        bus.On(new BrokerInput.Credit(id, _limit));
    }

    public void WithdrawCredit()
    {
        bus.On(new BrokerInput.Drain(id));
        _limit = _delivered;
    }

    /// <summary>The engine has no word for it: the lock runs on as it was.</summary>
    public Task<LockRenewal> RenewLockAsync(Guid lockToken, CancellationToken cancel) => Task.FromResult<LockRenewal>(
        _held.Contains(lockToken) ? new LockRenewal.NotConfirmed("the broker's engine renews no locks") : new LockRenewal.Lost());

    public Task<Settlement> SettleAsync(Guid lockToken, SettleAs how, CancellationToken cancel)
    {
        _held.Remove(lockToken);
        bus.On(new BrokerInput.Settle(id, lockToken, BrokerWords.Settlement(how)));
        return Task.FromResult(Settlement.Sent);
    }

    public ValueTask DisposeAsync()
    {
        bus.Close(this);
        return ValueTask.CompletedTask;
    }
}
