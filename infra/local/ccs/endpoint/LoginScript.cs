namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>A SASL failure: its condition (XMPP RFC 6120 §6.5) and its text.</summary>
internal sealed record LoginRefusal(string Condition, string Text)
{
    /// <summary>What a sender met before its sign-up was approved (CCS reference, "SASL").</summary>
    public static readonly LoginRefusal NotWhitelisted = new("not-authorized", "Project is not whitelisted");
}

/// <summary>Refusals that wait for a login, oldest first.</summary>
internal sealed class LoginScript
{
    private const int Most = 10_000;
    private readonly Queue<LoginRefusal> _waiting = new();

    public void Add(LoginRefusal refusal, int times)
    {
        if (times < 1 || _waiting.Count + times > Most)
            throw new ArgumentOutOfRangeException(nameof(times), times, $"Allowed are 1 to {Most - _waiting.Count} further refusals.");
        for (var i = 0; i < times; i++)
            _waiting.Enqueue(refusal);
    }

    public LoginRefusal? Take() => _waiting.TryDequeue(out var refusal) ? refusal : null;
}
