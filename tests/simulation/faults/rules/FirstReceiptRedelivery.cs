using CcsBridge.Connector;
using CcsBridge.Contracts;
using CcsBridge.Delivery;

namespace CcsBridge.Simulation.Faults;

/// <summary>Breaks <see cref="BrokenRule.RedeliveryByFirstReceipt"/>.</summary>
internal sealed class FirstReceiptRedelivery(Step<DeliveryInput, DeliveryEffect> own)
{
    private readonly Dictionary<string, long> _held = [];
    private readonly Dictionary<Guid, string> _firsts = [];

    public IReadOnlyList<DeliveryEffect> On(DeliveryInput input, DateTimeOffset now)
    {
        if (input is DeliveryInput.Settled settled && _firsts.Remove(settled.LockToken, out var over))
            _held.Remove(over);
        return own(input is DeliveryInput.Received received ? new DeliveryInput.Received(AsHeld(received.Request)) : input, now);
    }

    private ReceivedRequest AsHeld(ReceivedRequest received)
    {
        var first = received.Properties.GetValueOrDefault(BridgeProperties.FirstName) as string
            ?? $"{Entities.Downstream}/{received.SequenceNumber}/{received.EnqueuedTime.ToUnixTimeMilliseconds()}";
        _firsts[received.LockToken] = first;
        if (_held.TryGetValue(first, out var sequenceNumber))
            return received with { SequenceNumber = sequenceNumber };
        _held[first] = received.SequenceNumber;
        return received;
    }
}
