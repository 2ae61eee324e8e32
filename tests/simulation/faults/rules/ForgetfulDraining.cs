using CcsBridge.Connector;
using CcsBridge.Delivery;

namespace CcsBridge.Simulation.Faults;

/// <summary>Breaks <see cref="BrokenRule.DrainingWithoutMemory"/>.</summary>
internal sealed class ForgetfulDraining(Step<DeliveryInput, DeliveryEffect> own)
{
    public IReadOnlyList<DeliveryEffect> On(DeliveryInput input, DateTimeOffset now) =>
        own(input is DeliveryInput.Answered { Answer: Delivery.Answer.Refused { Error: "CONNECTION_DRAINING" } } refused
            ? new DeliveryInput.NotWritten(refused.Session, refused.MessageId)
            : input, now);
}
