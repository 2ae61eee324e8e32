using Amqp;
using Amqp.Framing;

namespace CcsBridge.Local.Broker;

/// <summary>The broker's refusals as AMQP errors, with the conditions Service Bus uses.</summary>
internal static class Errors
{
    public static Error ToError(this Refusal refusal) => new(refusal.Kind.Condition()) { Description = refusal.Text };

    public static string Condition(this RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => ErrorCode.NotFound,
        RefusalKind.NotAllowed => ErrorCode.NotAllowed,
        RefusalKind.QuotaExceeded => ErrorCode.ResourceLimitExceeded,
        RefusalKind.LockLost => "com.microsoft:message-lock-lost",
        _ => throw new InvalidOperationException($"{kind} has no condition"),
    };

    public static Error NotImplemented(string text) => new(ErrorCode.NotImplemented) { Description = text };

    public static Error NotAllowed(string text) => new(ErrorCode.NotAllowed) { Description = text };

    public static Error Unauthorized(string text) => new(ErrorCode.UnauthorizedAccess) { Description = text };

    public static Error Unreadable(string text) => new(ErrorCode.DecodeError) { Description = text };

    public static Error TooLarge(int size, int allowed) =>
        new(ErrorCode.MessageSizeExceeded) { Description = $"the message is {size} bytes long, allowed are {allowed}" };
}
