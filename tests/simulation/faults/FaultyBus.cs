using CcsBridge.ServiceBus;

namespace CcsBridge.Simulation.Faults;

/// <summary>One process's connection to the bus, with what is planted in it.</summary>
internal sealed class FaultyBus(SimulatedBus bus, BusFaults faults, Ledger ledger, TimeProvider time, Random chance) : IBus
{
    private readonly List<SimulatedReceiver> _receivers = [];
    private bool _dead;

    public async Task<SendOutcome> SendAsync(string entity, BusMessage message, CancellationToken cancel)
    {
        if (faults.RefusalOf(entity) is { } refused)
            return refused;
        var fault = faults.Throttles ? FaultKind.ServerBusy : faults.NextSend();
        if (fault == FaultKind.ServerBusy)
            return new SendOutcome.Unknown("com.microsoft:server-busy");
        if (fault == FaultKind.MessageRefused)
        {
            ledger.Refused(entity, message);
            return new SendOutcome.Refused(RefusalScope.Message, "amqp:not-allowed", "as planted");
        }

        ledger.Sending(entity, message);
        var outcome = await bus.SendAsync(entity, message, cancel);
        if (fault == FaultKind.SlowConfirmation)
            await Task.Delay(TimeSpan.FromSeconds(chance.Next(3, 21)), time, cancel);
        if (fault == FaultKind.ConfirmationLost)
        {
            ledger.Uncertain(entity, message);
            return new SendOutcome.Unknown("the link was lost before the broker's word");
        }

        if (outcome is SendOutcome.Confirmed)
            ledger.Confirmed(entity, message);
        return outcome;
    }

    public IBusReceiver OpenReceiver(string queue)
    {
        var receiver = new SimulatedReceiver(queue, bus, faults, ledger);
        _receivers.Add(receiver);
        receiver.Open();
        return receiver;
    }

    public void LoseLinks(bool unreadToo, bool managementToo)
    {
        foreach (var receiver in _receivers)
            receiver.LoseLink(unreadToo, managementToo);
    }

    public void OpenLinks()
    {
        foreach (var receiver in _receivers.Where(receiver => !_dead && !receiver.IsOpen))
            receiver.Open();
    }

    /// <summary>The process is gone: its links are, and its locks are left.</summary>
    public void Die()
    {
        _dead = true;
        LoseLinks(unreadToo: true, managementToo: true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
