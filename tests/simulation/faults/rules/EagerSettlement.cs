using CcsBridge.Connector;
using CcsBridge.Delivery;

namespace CcsBridge.Simulation.Faults;

/// <summary>Breaks <see cref="BrokenRule.SettleBeforeTheEvent"/>.</summary>
internal sealed class EagerSettlement(Step<DeliveryInput, DeliveryEffect> own)
{
    private readonly HeldTokens _tokens = new();

    public IReadOnlyList<DeliveryEffect> On(DeliveryInput input, DateTimeOffset now)
    {
        _tokens.See(input);
        return input is DeliveryInput.Answered { Answer: Delivery.Answer.Accepted } answered
            ? [.. own(input, now), new DeliveryEffect.Complete(_tokens.Of(answered.MessageId))]
            : own(input, now);
    }
}
