using CcsBridge.Connector;
using CcsBridge.Delivery;

namespace CcsBridge.Simulation.Faults;

/// <summary>Breaks <see cref="BrokenRule.AckOnTheNewestSession"/>.</summary>
internal sealed class NewestSessionAck(Step<DeliveryInput, DeliveryEffect> own)
{
    private SessionId _newest;

    public IReadOnlyList<DeliveryEffect> On(DeliveryInput input, DateTimeOffset now)
    {
        if (input is DeliveryInput.SessionReady ready)
            _newest = ready.Session;
        return [.. own(input, now).Select(effect => effect is DeliveryEffect.Acknowledge ack ? ack with { Session = _newest } : effect)];
    }
}
