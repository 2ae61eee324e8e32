using System.Text;
using CcsBridge.Ccs;
using CcsBridge.Connector;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Simulation.Faults;

/// <summary>Breaks <see cref="BrokenRule.NoSlowStart"/>: the core hears answers to messages that were never written.</summary>
internal sealed class WholeWindow(Step<SessionInput, SessionEffect> own, int window)
{
    public IReadOnlyList<SessionEffect> On(SessionInput input, DateTimeOffset now)
    {
        var effects = own(input, now);
        if (!effects.Any(effect => effect is SessionEffect.Bound))
            return effects;
        var room = effects.OfType<SessionEffect.Room>().Last();
        for (var warmth = 0; room.Slots < window; warmth++)
        {
            own(new SessionInput.Submit($"warm-{warmth}", "{}"), now);
            var ack = Encoding.UTF8.GetBytes(GcmStanzas.Ack("a device", $"warm-{warmth}", registrationId: null));
            room = own(new SessionInput.Bytes(ack), now).OfType<SessionEffect.Room>().Last();
        }

        return [.. effects.Where(effect => effect is not SessionEffect.Room), room];
    }
}
