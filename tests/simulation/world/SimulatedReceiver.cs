using CcsBridge.Local.Broker;
using CcsBridge.ServiceBus;
using CcsBridge.Simulation.Faults;
using Settlement = CcsBridge.ServiceBus.Settlement;

namespace CcsBridge.Simulation;

/// <summary>
/// A receiver on the engine: credit as AMQP counts it, deliveries in their order. Its link can be lost and comes again; meanwhile
/// <c>$management</c> has a link of its own, which is lost with the whole connection only.
/// </summary>
internal sealed class SimulatedReceiver(string queue, SimulatedBus bus, BusFaults faults, Ledger ledger) : IBusReceiver
{
    private readonly Queue<BrokerDelivery> _arrived = [];
    private readonly Dictionary<Guid, DateTimeOffset> _unsettled = [];
    private readonly HashSet<Guid> _onThisLink = [];
    private TaskCompletionSource? _wake;
    private ReceiverId? _link;
    private bool _management = true;
    private uint _delivered;
    private int _asked;

    public bool IsOpen => _link is not null;

    /// <summary>Opens the link, and asks again for what was asked for and did not come.</summary>
    public void Open()
    {
        _delivered = 0;
        _management = true;
        _link = bus.Attach(queue, Arrive);
        Tell();
    }

    /// <summary>Ends the link. Every lock stays until its time is over; what was not read yet may be gone with the link.</summary>
    public void LoseLink(bool unreadToo, bool managementToo)
    {
        if (_link is not { } link)
            return;
        bus.Detach(link);
        _link = null;
        _management = !managementToo;
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

    public Task<LockRenewal> RenewLockAsync(Guid lockToken, CancellationToken cancel)
    {
        if (!_management || faults.ManagementIsSilent)
            return Task.FromResult<LockRenewal>(new LockRenewal.NotConfirmed("no answer from $management"));
        if (bus.Renew(lockToken) is not { } until)
            return Task.FromResult<LockRenewal>(new LockRenewal.Lost());
        if (_unsettled.ContainsKey(lockToken))
            _unsettled[lockToken] = until;
        return Task.FromResult<LockRenewal>(new LockRenewal.Renewed(until));
    }

    public Task<Settlement> SettleAsync(Guid lockToken, SettleAs how, CancellationToken cancel)
    {
        _unsettled.Remove(lockToken);
        if (!_onThisLink.Remove(lockToken))
            return Task.FromResult(SettleByManagement(lockToken, how) ? Settlement.Confirmed : Settlement.LockLost);
        if (!faults.LosesSettlement())
            bus.On(new BrokerInput.Settle(_link!.Value, lockToken, BrokerWords.Settlement(how)));
        return Task.FromResult(Settlement.Sent);
    }

    public async ValueTask DisposeAsync()
    {
        WithdrawCredit();
        while (_arrived.TryDequeue(out var unread))
            await SettleAsync(unread.LockToken, new SettleAs.Release(), CancellationToken.None);
        LoseLink(unreadToo: true, managementToo: true);
    }

    private bool SettleByManagement(Guid lockToken, SettleAs how) =>
        _management && !faults.ManagementIsSilent && how is not SettleAs.Release && bus.SettleByManagement(lockToken, BrokerWords.Settlement(how));

    private void Arrive(BrokerDelivery delivery)
    {
        _delivered++;
        _asked--;
        _arrived.Enqueue(delivery);
        _onThisLink.Add(delivery.LockToken);
        foreach (var (over, _) in _unsettled.Where(held => held.Value <= bus.Now).ToList())
            _unsettled.Remove(over);
        _unsettled.Add(delivery.LockToken, delivery.LockedUntil!.Value);
        ledger.Holds(_unsettled.Count);
        _wake?.TrySetResult();
    }

    private void Tell()
    {
        if (_link is { } link)
            bus.On(new BrokerInput.Credit(link, unchecked(_delivered + (uint)_asked)));
    }
}
