namespace CcsBridge.Tests.Local.Broker.Model;

/// <summary>What those outside of a queue see of it.</summary>
internal abstract record Seen
{
    private Seen() { }

    /// <summary>The script's n-th send, counted from 1, is confirmed.</summary>
    public sealed record Confirmed(int Send) : Seen;

    /// <param name="From">Where it was received.</param>
    /// <param name="Id">The message id.</param>
    /// <param name="Number">The sequence number.</param>
    /// <param name="DeliveryCount">0 on the first delivery.</param>
    /// <param name="EnqueuedTime">Since when it could be received.</param>
    /// <param name="LockedUntil">The end of this delivery's lock.</param>
    /// <param name="Reason">Why it is a dead letter; null: it is none.</param>
    public sealed record Given(
        Place From, string Id, long Number, int DeliveryCount, DateTimeOffset EnqueuedTime, DateTimeOffset LockedUntil, string? Reason) : Seen;

    public sealed record Settled : Seen;

    /// <summary>The lock is over, or what was asked is not allowed: then the lock stands.</summary>
    public sealed record NotSettled : Seen;

    public sealed record Counts(int Available, int Locked, int Scheduled, int DeadAvailable, int DeadLocked) : Seen;

    /// <summary>In the one order in which all can tell: two links have none between them.</summary>
    public static IReadOnlyList<Seen> InOrder(IEnumerable<Seen> all) => [.. all.OrderBy(seen => seen switch
    {
        Confirmed => 0,
        Given { From: Place.Queue } => 1,
        Given => 2,
        Counts => 4,
        _ => 3,
    })];
}
