namespace CcsBridge.Local.Broker;

/// <summary>How a queue or subscription gives out messages and how long it keeps them. The defaults are Service Bus's.</summary>
internal sealed record DeliverySettings
{
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>So many counted deliveries, then the dead-letter queue.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>Caps every message's own; null: no cap.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Whether a message whose time is over goes to the dead-letter queue; otherwise it is dropped.</summary>
    public bool DeadLetterOnExpiration { get; init; }
}
