namespace CcsBridge.Local.Broker;

/// <summary>
/// A message as the engine sees it: what it decides by, and a body it never looks into. A record of its own, so that it can be
/// made without AMQP; the AMQP head derives one that carries the encoded sections along.
/// </summary>
internal record BrokerMessage(ReadOnlyMemory<byte> Body)
{
    /// <summary>Also the key of duplicate detection. The broker assigns one when the sender gave none.</summary>
    public string? MessageId { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>"Label" in correlation filters.</summary>
    public string? Subject { get; init; }

    public string? ContentType { get; init; }

    public string? To { get; init; }

    public string? ReplyTo { get; init; }

    /// <summary>Null: as long as the entity keeps it.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Kept back until then; null or past: at once.</summary>
    public DateTimeOffset? ScheduledEnqueueTime { get; init; }

    /// <summary>Application properties: AMQP primitive values.</summary>
    public IReadOnlyDictionary<string, object> Properties { get; init; } = new Dictionary<string, object>();

    /// <summary>What it counts for in the entity's quota, in bytes.</summary>
    public virtual int Size => Body.Length;

    /// <summary>The same message with application properties added or replaced.</summary>
    public BrokerMessage With(IReadOnlyDictionary<string, object> more)
    {
        if (more.Count == 0)
            return this;
        var all = new Dictionary<string, object>(Properties);
        foreach (var (name, value) in more)
            all[name] = value;
        return this with { Properties = all };
    }
}
