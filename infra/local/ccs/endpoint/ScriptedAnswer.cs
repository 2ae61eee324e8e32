namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>How a downstream message is answered when a script says so.</summary>
internal abstract record ScriptedAnswer
{
    private ScriptedAnswer()
    {
    }

    /// <summary>Refused with this code, whatever the message; the phone does not get it.</summary>
    public sealed record Nack(string Code, string Description = "As the script asked.") : ScriptedAnswer;

    /// <summary>Taken, and never answered: its slot in the window stays taken while the connection lives.</summary>
    public sealed record Silence : ScriptedAnswer;

    /// <summary>The usual answer, twice.</summary>
    public sealed record Duplicate : ScriptedAnswer;

    /// <summary>An ack that names the canonical token in <c>registration_id</c>.</summary>
    public sealed record Canonical(string RegistrationId) : ScriptedAnswer;

    /// <summary>The connection is aborted in place of an answer; the phone does not get the message.</summary>
    public sealed record Drop : ScriptedAnswer;

    /// <summary>The stream ends in the middle of the usual answer; the phone has the message.</summary>
    public sealed record Cut : ScriptedAnswer;

    /// <summary>The usual answer, but so much later.</summary>
    public sealed record Late(TimeSpan By) : ScriptedAnswer;

    /// <summary>The usual answer, behind the next <paramref name="By"/> answers that are written on its connection.</summary>
    public sealed record Overtaken(int By) : ScriptedAnswer;

    /// <summary>The ack of a device group: how many of its devices took the message, and the tokens of those that did not.</summary>
    public sealed record Group(int Success, IReadOnlyList<string> Failed) : ScriptedAnswer;

    /// <summary>The stanza comes back as a stanza error of this type (XMPP RFC 6120 §8.3.2); the phone does not get the message.</summary>
    public sealed record StanzaError(string Type = "modify", string Text = "As the script asked.") : ScriptedAnswer;
}
