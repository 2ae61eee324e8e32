using CcsBridge.Contracts;

namespace CcsBridge.Delivery;

/// <summary>A downstream message that is received and not settled.</summary>
internal sealed class HeldMessage(ReceivedRequest received, FirstReceipt first, BridgeProperties properties, string messageId)
{
    /// <summary>Of this delivery; replaced when the same message is delivered again, or its lock renewed.</summary>
    public ReceivedRequest Received { get; private set; } = received;

    /// <summary>When its lock is to be renewed: at half its time. Null: a renewal is under way, or none is wanted any more.</summary>
    public DateTimeOffset? RenewAt { get; set; }

    public FirstReceipt First { get; } = first;

    public BridgeProperties Properties { get; } = properties;

    /// <summary>The CCS <c>message_id</c>, the same over every retry.</summary>
    public string MessageId { get; } = messageId;

    /// <summary>Null where it could not be read.</summary>
    public DownstreamRequest? Request { get; init; }

    public Lifetime Lifetime { get; init; } = Lifetime.Endless;

    /// <summary>Where it is written and not answered yet.</summary>
    public SessionId? WrittenOn { get; set; }

    public DateTimeOffset? FirstWritten { get; set; }

    public DateTimeOffset? LastWritten { get; set; }

    /// <summary>It was refused once because its connection was being closed.</summary>
    public bool SentElsewhere { get; set; }

    /// <summary>Set once it is decided how it ends: it is never written again.</summary>
    public SettleHow? Ending { get; set; }

    /// <summary>Said to the broker, its word still open.</summary>
    public bool Settling { get; set; }

    /// <summary>What it is rate-limited by: its device or topic.</summary>
    public string? Key => Request?.To ?? Request?.Condition;

    public bool Waits => WrittenOn is null && Ending is null;

    /// <summary>A lock that begins now.</summary>
    public void Locked(ReceivedRequest received, DateTimeOffset now)
    {
        Received = received;
        RenewAt = now + (received.LockedUntil - now) / 2;
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
