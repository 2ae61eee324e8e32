using CcsBridge.Connector;
using CcsBridge.Delivery;

namespace CcsBridge.Simulation.Faults;

/// <summary>Breaks <see cref="BrokenRule.AckBeforePublish"/>.</summary>
internal sealed class EagerAck(Step<DeliveryInput, DeliveryEffect> own)
{
    public IReadOnlyList<DeliveryEffect> On(DeliveryInput input, DateTimeOffset now) => input is DeliveryInput.FromDevice up
        ? [.. own(input, now), new DeliveryEffect.Acknowledge(up.Session, up.Upstream.From, up.Upstream.MessageId)]
        : own(input, now);
}
