using CcsBridge.Local.Broker;
using CcsBridge.ServiceBus;
using CcsBridge.Simulation.Faults;
using Settlement = CcsBridge.ServiceBus.Settlement;

namespace CcsBridge.Simulation;

/// <summary>A receiver on the engine: credit as AMQP counts it, deliveries in their order. Its link can be lost and comes again.</summary>
internal sealed class SimulatedReceiver(string queue, SimulatedBus bus, BusFaults faults, Ledger ledger) : IBusReceiver
{
    private readonly Queue<BrokerDelivery> _arrived = [];
    private readonly Dictionary<Guid, BrokerDelivery> _unsettled = [];
    private readonly HashSet<Guid> _onThisLink = [];
    private TaskCompletionSource? _wake;
    private ReceiverId? _link;
    private uint _delivered;
    private int _asked;

    public bool IsOpen => _link is not null;

    /// <summary>Opens the link, and asks again for what was asked for and did not come.</summary>
    public void Open()
    {
        _delivered = 0;
        _link = bus.Attach(queue, Arrive);
        Tell();
    }

    /// <summary>Ends the link. Every lock stays until its time is over; what was not read yet may be gone with the link.</summary>
    public void LoseLink(bool unreadToo)
    {
        if (_link is not { } link)
            return;
        bus.Detach(link);
        _link = null;
        _onThisLink.Clear();
        while (unreadToo && _arrived.TryDequeue(out var lost))
        {
            _unsettled.Remove(lost.LockToken);
            _asked++;
        }
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
        _asked += messages;
        Tell();
    }

    public void WithdrawCredit()
    {
        _asked = 0;
        if (_link is { } link)
            bus.On(new BrokerInput.Drain(link));
    }

    public Task<LockRenewal> RenewLockAsync(Guid lockToken, CancellationToken cancel) => Task.FromResult<LockRenewal>(
        _link is null ? new LockRenewal.NotConfirmed("the link is lost")
        : bus.Renew(lockToken) is { } until ? new LockRenewal.Renewed(until)
        : new LockRenewal.Lost());

    public Task<Settlement> SettleAsync(Guid lockToken, SettleAs how, CancellationToken cancel)
    {
        _unsettled.Remove(lockToken);
        if (_link is not { } link)
            return Task.FromResult(Settlement.LockLost);
        if (!_onThisLink.Remove(lockToken))
        {
            var settled = how is not SettleAs.Release && bus.SettleByManagement(lockToken, BrokerWords.Settlement(how));
            return Task.FromResult(settled ? Settlement.Confirmed : Settlement.LockLost);
        }

        if (!faults.LosesSettlement())
            bus.On(new BrokerInput.Settle(link, lockToken, BrokerWords.Settlement(how)));
        return Task.FromResult(Settlement.Sent);
    }

    public async ValueTask DisposeAsync()
    {
        WithdrawCredit();
        while (_arrived.TryDequeue(out var unread))
            await SettleAsync(unread.LockToken, new SettleAs.Release(), CancellationToken.None);
        LoseLink(unreadToo: true);
    }

    private void Arrive(BrokerDelivery delivery)
    {
        _delivered++;
        _asked--;
        _arrived.Enqueue(delivery);
        _onThisLink.Add(delivery.LockToken);
        foreach (var over in _unsettled.Values.Where(held => held.LockedUntil <= bus.Now).ToList())
            _unsettled.Remove(over.LockToken);
        _unsettled.Add(delivery.LockToken, delivery);
        ledger.Holds(_unsettled.Count);
        _wake?.TrySetResult();
    }

    private void Tell()
    {
        if (_link is { } link)
            bus.On(new BrokerInput.Credit(link, unchecked(_delivered + (uint)_asked)));
    }
}
