using CcsBridge.Connector;
using CcsBridge.Delivery;

namespace CcsBridge.Simulation.Faults;

/// <summary>Breaks <see cref="BrokenRule.NoBoundOnWhatIsHeld"/>.</summary>
internal sealed class UnboundedCredit(Step<DeliveryInput, DeliveryEffect> own)
{
    public IReadOnlyList<DeliveryEffect> On(DeliveryInput input, DateTimeOffset now)
    {
        var effects = own(input, now);
        return input is DeliveryInput.Answered && !effects.Any(effect => effect is DeliveryEffect.Credit)
            ? [.. effects, new DeliveryEffect.Credit(1)]
            : effects;
    }
}
