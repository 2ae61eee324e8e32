namespace CcsBridge.Local.Broker;

/// <summary>A fact about one message at one entity, or about a client's link there, for whoever watches: the tour, a test.</summary>
internal abstract record Happening
{
    private Happening(string entity, string messageId)
    {
        Entity = entity;
        MessageId = messageId;
    }

    /// <summary>Path as in the topology: <c>downstream</c>, <c>upstream/Subscriptions/processing</c>.</summary>
    public string Entity { get; }

    /// <summary>Empty where it is about a link.</summary>
    public string MessageId { get; }

    /// <summary>A queue or topic has taken it from its sender.</summary>
    public sealed record Accepted(string Entity, string MessageId) : Happening(Entity, MessageId);

    /// <summary>Taken for a repeat of one with the same id and dropped; the sender is told it was accepted.</summary>
    public sealed record Folded(string Entity, string MessageId) : Happening(Entity, MessageId);

    /// <summary>Accepted, but the sender is not told before the hold ends.</summary>
    public sealed record ConfirmationHeld(string Entity, string MessageId) : Happening(Entity, MessageId);

    /// <summary>Kept back until <paramref name="Until"/>.</summary>
    public sealed record Scheduled(string Entity, string MessageId, DateTimeOffset Until) : Happening(Entity, MessageId);

    /// <summary>No subscription of the topic wanted it (<c>monitor</c> does not count).</summary>
    public sealed record Unmatched(string Entity, string MessageId) : Happening(Entity, MessageId);

    /// <summary>It can be received from a queue, a subscription or a dead-letter queue.</summary>
    public sealed record Enqueued(string Entity, string MessageId, long SequenceNumber) : Happening(Entity, MessageId);

    /// <summary>Given to a receiver.</summary>
    public sealed record Delivered(string Entity, string MessageId, long SequenceNumber, int DeliveryCount) : Happening(Entity, MessageId);

    /// <summary>Its receiver wants the lock ended; it is not heard before the hold ends.</summary>
    public sealed record SettlementHeld(string Entity, string MessageId) : Happening(Entity, MessageId);

    /// <summary>Its receiver ended the lock.</summary>
    public sealed record Settled(string Entity, string MessageId, Settlement How) : Happening(Entity, MessageId);

    /// <summary>Its lock runs until <paramref name="Until"/> now.</summary>
    public sealed record LockRenewed(string Entity, string MessageId, DateTimeOffset Until) : Happening(Entity, MessageId);

    /// <summary>Its lock ran out.</summary>
    public sealed record LockExpired(string Entity, string MessageId) : Happening(Entity, MessageId);

    /// <summary>Moved to the entity's dead-letter queue, by a receiver or by the broker.</summary>
    public sealed record DeadLettered(string Entity, string MessageId, string? Reason) : Happening(Entity, MessageId);

    /// <summary>Its time was over and the entity drops such messages.</summary>
    public sealed record Dropped(string Entity, string MessageId) : Happening(Entity, MessageId);

    /// <summary>A sender attached and has no credit: it wants to send and cannot.</summary>
    public sealed record CreditWithheld(string Entity) : Happening(Entity, "");

    /// <summary>A receiver is there.</summary>
    public sealed record ReceiverOpened(string Entity) : Happening(Entity, "");

    /// <summary>A receiver is gone, and its credit with it: nothing is given to it any more.</summary>
    public sealed record ReceiverClosed(string Entity) : Happening(Entity, "");
}
