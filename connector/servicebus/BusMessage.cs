namespace CcsBridge.ServiceBus;

/// <summary>A message on its way to a queue or topic. At most 256 KiB in all (Service Bus, Standard tier).</summary>
public sealed record BusMessage(ReadOnlyMemory<byte> Body)
{
    /// <summary>Also the key of the entity's duplicate detection; at most 128 characters.</summary>
    public string? MessageId { get; init; }

    public string? CorrelationId { get; init; }

    public string? Subject { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Null: the entity's own.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>When set, the broker keeps the message back until then (<c>x-opt-scheduled-enqueue-time</c>).</summary>
    public DateTimeOffset? ScheduledEnqueueTime { get; init; }

    /// <summary>Application properties: AMQP primitive values only (string, bool, int, long, double, Guid, DateTime ...).</summary>
    public IReadOnlyDictionary<string, object> Properties { get; init; } = new Dictionary<string, object>();
}
