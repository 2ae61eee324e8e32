namespace CcsBridge.Local.Broker;

/// <summary>A message in a queue, and its place in life there.</summary>
internal sealed class StoredMessage
{
    public required BrokerMessage Message { get; set; }

    public string Id => Message.MessageId!;

    public required long SequenceNumber { get; init; }

    /// <summary>The number it had at its topic, or before it was dead-lettered.</summary>
    public required long EnqueuedSequenceNumber { get; init; }

    public required DateTimeOffset EnqueuedTime { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? DeadLetterSource { get; init; }

    public int DeliveryCount { get; set; }

    /// <summary>Null: available.</summary>
    public Guid? LockToken { get; set; }

    /// <summary>The end of its time while available, the end of its lock while locked.</summary>
    public Alarm? Alarm { get; set; }
}
