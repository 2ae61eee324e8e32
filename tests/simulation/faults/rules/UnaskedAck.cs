using CcsBridge.Ccs;
using CcsBridge.Connector;

namespace CcsBridge.Simulation.Faults;

/// <summary>The session's half of <see cref="BrokenRule.AckOnTheNewestSession"/>: it acknowledges whatever it is told to.</summary>
internal sealed class UnaskedAck(Step<SessionInput, SessionEffect> own)
{
    public IReadOnlyList<SessionEffect> On(SessionInput input, DateTimeOffset now)
    {
        var effects = own(input, now);
        return input is SessionInput.Published published && effects is [SessionEffect.Note]
            ? [new SessionEffect.Write(OutgoingStanzas.Ack(published.From, published.MessageId))]
            : effects;
    }
}
