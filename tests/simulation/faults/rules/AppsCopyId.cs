using CcsBridge.Connector;
using CcsBridge.Delivery;

namespace CcsBridge.Simulation.Faults;

/// <summary>Breaks <see cref="BrokenRule.CopyIdFromTheApp"/>.</summary>
internal sealed class AppsCopyId(Step<DeliveryInput, DeliveryEffect> own)
{
    public IReadOnlyList<DeliveryEffect> On(DeliveryInput input, DateTimeOffset now) =>
        [.. own(input, now).Select(effect => effect is DeliveryEffect.PutBack { Copy: var copy } putBack
            ? putBack with { Copy = copy with { Id = copy.Original.MessageId! } }
            : effect)];
}
