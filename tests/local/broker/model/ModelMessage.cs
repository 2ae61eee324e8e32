namespace CcsBridge.Tests.Local.Broker.Model;

/// <summary>A message of the model: kept back, else locked, else available.</summary>
internal sealed class ModelMessage
{
    public required string Id { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    public Place Place { get; set; }

    public long Number { get; set; }

    public int DeliveryCount { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset EnqueuedTime { get; set; }

    public DateTimeOffset? KeptBackUntil { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When something happens to it by itself: a locked message does not expire under its holder.</summary>
    public DateTimeOffset? Due => KeptBackUntil ?? LockedUntil ?? ExpiresAt;
}
