namespace CcsBridge.Local.Broker;

/// <summary>What the engine wants done, in this order.</summary>
internal abstract record BrokerEffect
{
    private BrokerEffect() { }

    /// <summary>The sender may be told: the broker has it.</summary>
    public sealed record Confirmed(SendId Send) : BrokerEffect;

    /// <summary>The sender is told no; nothing of the send was taken.</summary>
    public sealed record Refused(SendId Send, Refusal Why) : BrokerEffect;

    /// <summary>The receiver is given a message; it has used one credit.</summary>
    public sealed record Deliver(ReceiverId Receiver, BrokerDelivery Delivery) : BrokerEffect;

    /// <summary>The receiver's credit is used up or void, as it asked.</summary>
    public sealed record Drained(ReceiverId Receiver) : BrokerEffect;

    /// <summary>The settlement took place.</summary>
    public sealed record Settled(ReceiverId Asker, Guid LockToken) : BrokerEffect;

    /// <summary>The settlement did not take place: the lock is over, or what was asked is not allowed (then the lock stands).</summary>
    public sealed record NotSettled(ReceiverId Asker, Guid LockToken, Refusal Why) : BrokerEffect;

    /// <summary>The locks run until then, in the order they were named.</summary>
    public sealed record LockRenewed(RenewalId Asker, IReadOnlyList<DateTimeOffset> Until) : BrokerEffect;

    /// <summary>One of the locks is over; the others run as they did.</summary>
    public sealed record LockNotRenewed(RenewalId Asker, Refusal Why) : BrokerEffect;

    /// <summary>Something to know, nothing to do.</summary>
    public sealed record Happened(Happening What) : BrokerEffect;
}
