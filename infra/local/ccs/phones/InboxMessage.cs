namespace CcsBridge.Local.Ccs.Phones;

/// <summary>A message as the app sees it. <paramref name="From"/> is the sender id, <paramref name="Notification"/> JSON text.</summary>
internal sealed record InboxMessage(
    long Number,
    string MessageId,
    string From,
    IReadOnlyDictionary<string, string> Data,
    string? Notification,
    string? CollapseKey,
    DateTimeOffset Received);
