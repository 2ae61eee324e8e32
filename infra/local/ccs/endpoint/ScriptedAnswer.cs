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
}
