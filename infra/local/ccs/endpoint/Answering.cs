using System.Xml.Linq;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What a downstream message is judged to be: null is good, else a code and a text.</summary>
internal sealed record Verdict(string Code, string Description);

/// <summary>A message that came down, and what is to be answered to it.</summary>
internal sealed record Asked(
    Connection Connection, XElement Stanza, string? To, string MessageId, Verdict? Verdict, ScriptedAnswer? Scripted);

/// <summary>
/// Answers to downstream messages: what they say, and when they go out. An answer belongs to its connection and dies with it; while it has
/// not gone, its message has a slot of the window.
/// </summary>
internal sealed class Answering(CurrentSettings settings, Holds holds, Outbox outbox)
{
    private readonly List<(DateTimeOffset Due, Asked Asked)> _late = [];
    private readonly List<Behind> _overtaken = [];

    private sealed class Behind(Asked asked, int others)
    {
        public Asked Asked => asked;

        public int Others { get; set; } = others;
    }

    public DateTimeOffset? NextDue => _late.Count == 0 ? null : _late.Min(late => late.Due);

    /// <summary>Answers now, or when its time comes, or never; null means that the stream goes on.</summary>
    public StreamEnd? Take(Asked asked, DateTimeOffset now)
    {
        asked.Connection.Unanswered.Add(asked.MessageId);
        switch (asked.Scripted)
        {
            case ScriptedAnswer.Silence: break;
            case ScriptedAnswer.Late late: _late.Add((now + late.By, asked)); break;
            case ScriptedAnswer.Overtaken overtaken: _overtaken.Add(new Behind(asked, overtaken.By)); break;
            case ScriptedAnswer.Cut:
                var text = Text(asked);
                outbox.Write(asked.Connection, text[..(text.Length / 2)]);
                return new StreamEnd.Cut("A script cut it in the middle of an answer.");
            default: WhenFree(asked); break;
        }

        return null;
    }

    public void Tick(DateTimeOffset now)
    {
        var due = _late.Where(late => late.Due <= now).OrderBy(late => late.Due).ToArray();
        _late.RemoveAll(late => late.Due <= now);
        foreach (var (_, asked) in due)
            WhenFree(asked);
    }

    public void Forget(Connection connection)
    {
        _late.RemoveAll(late => late.Asked.Connection == connection);
        _overtaken.RemoveAll(behind => behind.Asked.Connection == connection);
        holds.Forget(connection);
    }

    private void WhenFree(Asked asked) => holds.Answer(asked.Connection, asked.MessageId, () => Write(asked));

    private void Write(Asked asked)
    {
        var text = Text(asked);
        asked.Connection.Unanswered.Remove(asked.MessageId);
        outbox.Write(asked.Connection, text);
        if (asked.Scripted is ScriptedAnswer.Duplicate)
            outbox.Write(asked.Connection, text);
        outbox.Happened(asked.Scripted is ScriptedAnswer.StanzaError error
            ? new Happening.StanzaRefused(asked.Connection.Id, error.Text)
            : new Happening.DownstreamAnswered(asked.Connection.Id, asked.MessageId, asked.Verdict?.Code));
        Overtake(asked.Connection);
    }

    private void Overtake(Connection connection)
    {
        var behind = _overtaken.Where(b => b.Asked.Connection == connection).ToArray();
        foreach (var one in behind)
            one.Others--;
        // Taken out first: each of them overtakes the others in its turn.
        var free = behind.Where(b => b.Others <= 0).ToArray();
        _overtaken.RemoveAll(b => free.Contains(b));
        foreach (var one in free)
            WhenFree(one.Asked);
    }

    private string Text(Asked asked) => asked switch
    {
        { Scripted: ScriptedAnswer.StanzaError error } =>
            ServerStanzas.MessageError(asked.Stanza, asked.Connection.Jid, error.Text, error.Type),
        { Verdict: { } bad } => GcmStanzas.Nack(asked.To, asked.MessageId, bad.Code, bad.Description, settings.Now.AnswerShape),
        { Scripted: ScriptedAnswer.Group group } => GcmStanzas.GroupAck(asked.To, asked.MessageId, group, settings.Now.AnswerShape),
        _ => GcmStanzas.Ack(
            asked.To, asked.MessageId, (asked.Scripted as ScriptedAnswer.Canonical)?.RegistrationId, settings.Now.AnswerShape),
    };
}
