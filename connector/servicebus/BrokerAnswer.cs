using Amqp.Framing;

namespace CcsBridge.ServiceBus;

/// <summary>What the broker said of a send, and whether it really said it.</summary>
internal static class BrokerAnswer
{
    /// <param name="outcome">As the library gives it.</param>
    /// <param name="live">
    /// Whether the link was still open when it came. When a link ends, the library makes up a <c>rejected</c> with the link's error for
    /// every send in flight; taken for the broker's word, it would lose the message.
    /// </param>
    public static SendOutcome Of(Outcome? outcome, bool live) => outcome switch
    {
        Accepted => new SendOutcome.Confirmed(),
        Rejected { Error: { } error } when live => Of(error),
        Rejected { Error: { } error } => new SendOutcome.Unknown($"the link ended ({Fault.Describe(error)})"),
        _ when !live => new SendOutcome.Unknown("the link ended"),
        _ => new SendOutcome.Unknown($"the broker answered {outcome?.GetType().Name ?? "nothing"}"),
    };

    public static SendOutcome Of(Error error) => ScopeOf(error.Condition) is { } scope
        ? new SendOutcome.Refused(scope, error.Condition, error.Description ?? "")
        : new SendOutcome.Unknown(Fault.Describe(error));

    /// <summary>Null: nothing final was said (busy, timed out, internal error, detached), so the same may pass later.</summary>
    public static RefusalScope? ScopeOf(string? condition) => condition switch
    {
        "amqp:link:message-size-exceeded" or "com.microsoft:argument-error" or "com.microsoft:argument-out-of-range"
            or "amqp:not-allowed" or "amqp:not-implemented" or "amqp:decode-error" or "amqp:invalid-field" => RefusalScope.Message,
        "amqp:not-found" or "com.microsoft:entity-disabled" or "amqp:unauthorized-access" or "com.microsoft:auth-failed"
            or "amqp:resource-limit-exceeded" => RefusalScope.Entity,
        _ => null,
    };
}
