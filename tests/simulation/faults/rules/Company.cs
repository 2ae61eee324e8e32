using CcsBridge.Connector;
using CcsBridge.Contracts;
using CcsBridge.Delivery;

namespace CcsBridge.Simulation.Faults;

/// <summary>Breaks <see cref="BrokenRule.NoTravellingAlone"/>: the core never learns of earlier ends until the last of them is due.</summary>
internal sealed class Company(Step<DeliveryInput, DeliveryEffect> own)
{
    private const int Told = 19;

    private readonly Dictionary<string, int> _ends = [];

    public IReadOnlyList<DeliveryEffect> On(DeliveryInput input, DateTimeOffset now) =>
        [.. own(input is DeliveryInput.Received received ? new DeliveryInput.Received(Hide(received.Request)) : input, now).Select(Restore)];

    private ReceivedRequest Hide(ReceivedRequest received)
    {
        if (received.Properties.GetValueOrDefault(BridgeProperties.EndsName) is not int ends || ends >= Told)
            return received;
        _ends[(string)received.Properties[BridgeProperties.FirstName]] = ends;
        return received with { Properties = received.Properties.Where(property => property.Key != BridgeProperties.EndsName).ToDictionary() };
    }

    private DeliveryEffect Restore(DeliveryEffect effect)
    {
        if (effect is not DeliveryEffect.PutBack { Copy: var copy } putBack
            || !_ends.TryGetValue((string)copy.Properties[BridgeProperties.FirstName], out var ends))
            return effect;
        var counted = copy.Properties.GetValueOrDefault(BridgeProperties.EndsName) is int more ? more : 0;
        return putBack with { Copy = copy with { Properties = new Dictionary<string, object>(copy.Properties) { [BridgeProperties.EndsName] = Math.Max(counted, ends + Math.Min(counted, 1)) } } };
    }
}
