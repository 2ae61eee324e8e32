namespace CcsBridge.Delivery;

/// <summary>Everything that <see cref="SenderDelivery"/> is told.</summary>
public abstract record DeliveryInput
{
    private DeliveryInput() { }

    /// <summary>A session is bound: it can carry messages.</summary>
    public sealed record SessionReady(SessionId Session) : DeliveryInput;

    /// <summary>The session gives so many further slots, each good for one <see cref="DeliveryEffect.Send"/>.</summary>
    public sealed record Slots(SessionId Session, int More) : DeliveryInput;

    /// <summary>The session takes no more; what it carries it may still answer.</summary>
    public sealed record SessionDraining(SessionId Session) : DeliveryInput;

    /// <summary>The session is over, and with it every acknowledgement and answer that was due on it.</summary>
    /// <param name="Session">Which.</param>
    /// <param name="ByUs">We closed it: then no message is suspected of having ended it.</param>
    public sealed record SessionEnded(SessionId Session, bool ByUs = false) : DeliveryInput;

    /// <summary>A device said something.</summary>
    public sealed record FromDevice(SessionId Session, Upstream Upstream) : DeliveryInput;

    /// <summary>The session could not write it any more: nothing was sent.</summary>
    public sealed record NotWritten(SessionId Session, string MessageId) : DeliveryInput;

    /// <summary>The network's answer to what was sent on that session.</summary>
    public sealed record Answered(SessionId Session, string MessageId, Answer Answer) : DeliveryInput;

    /// <summary>No answer in time; the slot stays taken.</summary>
    public sealed record Unanswered(SessionId Session, string MessageId) : DeliveryInput;

    /// <summary>The answer came after <see cref="Unanswered"/>: the id may be used on that session again.</summary>
    public sealed record AnsweredLate(SessionId Session, string MessageId) : DeliveryInput;

    /// <summary>A request came off the queue.</summary>
    public sealed record Received(ReceivedRequest Request) : DeliveryInput;

    /// <summary>The broker's word on <see cref="DeliveryEffect.Publish"/> or <see cref="DeliveryEffect.PutBack"/>.</summary>
    public sealed record BusAnswered(long Key, BusAnswer Answer) : DeliveryInput;

    /// <summary>A settlement was said to the broker, or could not be because its lock or link is gone.</summary>
    public sealed record Settled(Guid LockToken, bool LockLost) : DeliveryInput;

    /// <summary>The broker's word on <see cref="DeliveryEffect.RenewLock"/>.</summary>
    /// <param name="LockToken">Whose lock.</param>
    /// <param name="LockedUntil">When it is over now; null: it is lost.</param>
    public sealed record LockRenewed(Guid LockToken, DateTimeOffset? LockedUntil) : DeliveryInput;

    /// <summary>No word on <see cref="DeliveryEffect.RenewLock"/>: try again.</summary>
    public sealed record LockNotRenewed(Guid LockToken) : DeliveryInput;

    /// <summary>Time has passed.</summary>
    public sealed record Tick : DeliveryInput;

    /// <summary>The process is to end: take nothing new, bring to an end what is under way.</summary>
    public sealed record Stopping : DeliveryInput;
}
