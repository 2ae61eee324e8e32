namespace CcsBridge.Local.Broker;

/// <summary>The broker's no, with a sentence for a person.</summary>
internal sealed record Refusal(RefusalKind Kind, string Text);

/// <summary>Why the broker says no.</summary>
internal enum RefusalKind
{
    NotFound,
    NotAllowed,
    QuotaExceeded,
    LockLost,
}
