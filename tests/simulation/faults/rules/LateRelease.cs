using CcsBridge.Connector;
using CcsBridge.Delivery;

namespace CcsBridge.Simulation.Faults;

/// <summary>Breaks <see cref="BrokenRule.ReleasedAfterWriting"/>.</summary>
internal sealed class LateRelease(Step<DeliveryInput, DeliveryEffect> own)
{
    private readonly HeldTokens _tokens = new();

    public IReadOnlyList<DeliveryEffect> On(DeliveryInput input, DateTimeOffset now)
    {
        _tokens.See(input);
        return input is DeliveryInput.Unanswered silent
            ? [new DeliveryEffect.Release(_tokens.Of(silent.MessageId)), .. own(input, now)]
            : own(input, now);
    }
}
