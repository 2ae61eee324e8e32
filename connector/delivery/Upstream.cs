namespace CcsBridge.Delivery;

/// <summary>Something a device network handed up, in neutral words. <see cref="From"/> and <see cref="MessageId"/> are what its acknowledgement names.</summary>
public abstract record Upstream(string From, string MessageId)
{
    /// <summary>A device's message.</summary>
    public sealed record Message(
        string From, string MessageId, string Category, long? TimeToLive, IReadOnlyDictionary<string, string> Data) : Upstream(From, MessageId);

    /// <summary>A device has the downstream message <paramref name="OriginalMessageId"/>.</summary>
    public sealed record Receipt(
        string From, string MessageId, string OriginalMessageId, string? Device, string? Status, DateTimeOffset? SentAt) : Upstream(From, MessageId);

    /// <summary>A message that breaks the contract; <paramref name="Raw"/> is bounded by who read it.</summary>
    public sealed record Malformed(string From, string MessageId, string Reason, string Raw) : Upstream(From, MessageId);
}
