using CcsBridge.Contracts;

namespace CcsBridge.Delivery;

/// <summary>A downstream message that is received and not settled. What its ledger's indexes go by changes in its verbs only.</summary>
internal sealed class HeldMessage(ReceivedRequest received, FirstReceipt first, BridgeProperties properties, string messageId)
{
    /// <summary>Of this delivery; replaced when the same message is delivered again, or its lock renewed.</summary>
    public ReceivedRequest Received { get; private set; } = received;

    /// <summary>When its lock is to be renewed: at half its time. Null: a renewal is under way, or none is wanted any more.</summary>
    public DateTimeOffset? RenewAt { get; private set; }

    /// <summary>Where it is held, once it is.</summary>
    public HeldMessages? Index { get; set; }

    /// <summary>Given by the queue, the same over redeliveries.</summary>
    public long SequenceNumber { get; } = received.SequenceNumber;

    public FirstReceipt First { get; } = first;

    public BridgeProperties Properties { get; } = properties;

    /// <summary>The CCS <c>message_id</c>, the same over every retry.</summary>
    public string MessageId { get; } = messageId;

    /// <summary>Null where it could not be read.</summary>
    public DownstreamRequest? Request { get; init; }

    public Lifetime Lifetime { get; init; } = Lifetime.Endless;

    /// <summary>Where it is written and not answered yet.</summary>
    public SessionId? WrittenOn { get; private set; }

    public DateTimeOffset? FirstWritten { get; private set; }

    public DateTimeOffset? LastWritten { get; private set; }

    /// <summary>It was refused once because its connection was being closed.</summary>
    public bool SentElsewhere { get; set; }

    /// <summary>Set once it is decided how it ends: it is never written again.</summary>
    public SettleHow? Ending { get; private set; }

    /// <summary>Said to the broker, its word still open.</summary>
    public bool Settling { get; private set; }

    /// <summary>What it is rate-limited by: its device or topic.</summary>
    public string? Key => Request?.To ?? Request?.Condition;

    public bool Waits => WrittenOn is null && Ending is null;

    /// <summary>When it wants to be looked at: its lock renewed, or itself let go.</summary>
    public DateTimeOffset? Due =>
        Waits ? Moments.Earliest(RenewAt, Received.LockedUntil, Lifetime.Ends)
        : Settling ? Received.LockedUntil + SenderDelivery.ReleaseAfter
        : RenewAt;

    /// <summary>A lock that begins now.</summary>
    public void Locked(ReceivedRequest received, DateTimeOffset now)
    {
        Index?.Leave(this);
        Received = received;
        RenewAt = now + (received.LockedUntil - now) / 2;
        Index?.Enter(this);
    }

    /// <summary>A renewal is under way, or wanted at that time.</summary>
    public void RenewsAt(DateTimeOffset? due)
    {
        Index?.Leave(this);
        RenewAt = due;
        Index?.Enter(this);
    }

    public void Written(SessionId session, DateTimeOffset now)
    {
        Index?.Leave(this);
        WrittenOn = session;
        FirstWritten ??= now;
        LastWritten = now;
        Index?.Enter(this);
    }

    /// <summary>Its session ended, or never wrote it, or sends it elsewhere: it waits again.</summary>
    public void WaitsAgain()
    {
        Index?.Leave(this);
        WrittenOn = null;
        Index?.Enter(this);
    }

    /// <summary>It is decided how it ends; something may have to be confirmed before it is settled.</summary>
    public void Ends(SettleHow how)
    {
        Index?.Leave(this);
        Ending = how;
        WrittenOn = null;
        Index?.Enter(this);
    }

    public void Settles(SettleHow how)
    {
        Index?.Leave(this);
        Ending = how;
        Settling = true;
        RenewAt = null;
        Index?.Enter(this);
    }

    public bool LockIsOver(DateTimeOffset now) => Received.LockedUntil <= now;

    /// <summary>Attempts so far, with this one if it is on the wire.</summary>
    public int Sends => Properties.Attempts + (FirstWritten is null ? 0 : 1);
}

/// <summary>How a message is settled.</summary>
internal abstract record SettleHow
{
    internal sealed record Complete : SettleHow;

    internal sealed record DeadLetter(string Reason, string Description) : SettleHow;
}
