using CcsBridge.Ccs;

namespace CcsBridge.Connector.Sessions;

/// <summary>Stands before a session's core and shows what passes (<c>Ccs:LogStanzas</c>).</summary>
internal sealed class StanzaLog(Step<SessionInput, SessionEffect> core, StanzaTranscript transcript, string session, StanzaScreen screen)
{
    /// <summary>These cores, and every stanza of their sessions on the screen.</summary>
    public static Cores Around(Cores cores, StanzaScreen screen) => cores with
    {
        Session = (core, id) => new StanzaLog(
            cores.Session(core, id), new StanzaTranscript(core.Settings), $"{core.Settings.SenderId} {id}", screen).On,
    };

    public IReadOnlyList<SessionEffect> On(SessionInput input, DateTimeOffset now)
    {
        if (input is SessionInput.Bytes bytes)
            screen.Show(Direction.FromEndpoint, session, transcript.Heard(bytes.Data.Span), now);
        var effects = core(input, now);
        foreach (var write in effects.OfType<SessionEffect.Write>())
            screen.Show(Direction.ToEndpoint, session, transcript.Said(write), now);
        return effects;
    }
}
