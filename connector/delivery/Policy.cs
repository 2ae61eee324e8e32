namespace CcsBridge.Delivery;

/// <summary>What follows from an answer that is not an acceptance (CCS reference, error list): one row a code.</summary>
public enum Verdict
{
    /// <summary>Can never be sent: told, then dead-lettered with the code as reason.</summary>
    DeadLetter,

    /// <summary>Its device is gone: told, then completed; nobody could do anything about a dead letter.</summary>
    Complete,

    /// <summary>Refused for now: put back and counted.</summary>
    PutBack,

    /// <summary>Too much for this device or topic: put back and counted, to the key's next turn.</summary>
    RateLimited,

    /// <summary>Refused because this connection is being closed: on another one, the first time at once and uncounted.</summary>
    Elsewhere,
}

/// <summary>The table.</summary>
public static class Policy
{
    /// <summary>A stanza came back as an error without a CCS code.</summary>
    public const string StanzaError = "STANZA_ERROR";

    /// <summary>Ours: the time to live was over before it could be sent.</summary>
    public const string Expired = "EXPIRED";

    /// <summary>Ours, a dead-letter reason: <c>MaxAttempts</c> sends.</summary>
    public const string RetriesExhausted = "RetriesExhausted";

    /// <summary>Ours, told as the error, then the dead-letter reason: the broker refused the copy that was to be put back.</summary>
    public const string PutBackRefused = "PutBackRefused";

    /// <summary>No answer within <c>AckTimeout</c>; never seen on the wire.</summary>
    public const string Unanswered = "UNANSWERED";

    /// <summary>Ours, of a message that again and again was the only one unanswered when its session ended.</summary>
    public const string EndsTheSession = "ENDS_THE_SESSION";

    /// <summary>Put-backs: 1 s doubling to 5 min.</summary>
    public static readonly DoublingDelay PutBackDelay = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    private static readonly Dictionary<string, Verdict> Table = new(StringComparer.Ordinal)
    {
        ["INVALID_JSON"] = Verdict.DeadLetter,
        ["INVALID_TTL"] = Verdict.DeadLetter,
        ["JSON_TYPE_ERROR"] = Verdict.DeadLetter,
        ["SENDER_ID_MISMATCH"] = Verdict.DeadLetter,
        ["AUTHENTICATION_FAILED"] = Verdict.DeadLetter,
        ["INVALID_APNS_CREDENTIAL"] = Verdict.DeadLetter,
        [StanzaError] = Verdict.DeadLetter,
        ["BAD_REGISTRATION"] = Verdict.Complete,
        ["DEVICE_UNREGISTERED"] = Verdict.Complete,
        ["SERVICE_UNAVAILABLE"] = Verdict.PutBack,
        ["INTERNAL_SERVER_ERROR"] = Verdict.PutBack,
        ["DEVICE_MESSAGE_RATE_EXCEEDED"] = Verdict.RateLimited,
        ["TOPICS_MESSAGE_RATE_EXCEEDED"] = Verdict.RateLimited,
        ["QUOTA_EXCEEDED"] = Verdict.RateLimited,
        [Unanswered] = Verdict.PutBack,
        ["CONNECTION_DRAINING"] = Verdict.Elsewhere,
    };

    /// <summary>An unknown code counts as <c>INTERNAL_SERVER_ERROR</c> (CCS reference).</summary>
    public static Verdict For(string error) => Table.GetValueOrDefault(error, Verdict.PutBack);
}
