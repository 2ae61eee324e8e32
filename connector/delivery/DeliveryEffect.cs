using CcsBridge.Contracts;

namespace CcsBridge.Delivery;

/// <summary>Everything that <see cref="SenderDelivery"/> wants done.</summary>
public abstract record DeliveryEffect
{
    private DeliveryEffect() { }

    /// <summary>Send the event to its topic; answer with the key.</summary>
    public sealed record Publish(long Key, BridgeEvent Event) : DeliveryEffect;

    /// <summary>Send the copy to the sender's queue; answer with the key.</summary>
    public sealed record PutBack(long Key, PutBackCopy Copy) : DeliveryEffect;

    /// <summary>Acknowledge to the device network, on this session only.</summary>
    public sealed record Acknowledge(SessionId Session, string From, string MessageId) : DeliveryEffect;

    /// <summary>Write to the device network; uses one slot of that session. The request has its <c>message_id</c>.</summary>
    public sealed record Send(SessionId Session, string MessageId, DownstreamRequest Request) : DeliveryEffect;

    /// <summary>Replace the session by a successor: what waits must not be sent on this one.</summary>
    public sealed record Retire(SessionId Session, string Reason) : DeliveryEffect;

    /// <summary>The message is done with.</summary>
    public sealed record Complete(Guid LockToken) : DeliveryEffect;

    /// <summary>The message can never be done.</summary>
    public sealed record DeadLetter(Guid LockToken, string Reason, string Description) : DeliveryEffect;

    /// <summary>The message was not touched: give it out again.</summary>
    public sealed record Release(Guid LockToken) : DeliveryEffect;

    /// <summary>Keep the message locked for a further lock's length.</summary>
    public sealed record RenewLock(Guid LockToken) : DeliveryEffect;

    /// <summary>Ask the queue for so many messages more.</summary>
    public sealed record Credit(int More) : DeliveryEffect;

    /// <summary>Take back all credit that was not used.</summary>
    public sealed record WithdrawCredit : DeliveryEffect;

    /// <summary>Read from the sessions' sockets, or leave them unread: the list of unpublished upstream is full.</summary>
    public sealed record Reading(bool On) : DeliveryEffect;

    /// <summary>For the log; holds no payload and no token.</summary>
    public sealed record Note(string Text) : DeliveryEffect;
}
