namespace CcsBridge.Delivery;

/// <summary>Renews the lock of everything received, at half its time, until it is settled or released: an answer, or a topic, may take longer.</summary>
internal sealed class HeldLocks(DownstreamLedger downstream)
{
    /// <summary>After a renewal without the broker's word.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    public void Renew(DateTimeOffset now, List<DeliveryEffect> effects)
    {
        foreach (var held in downstream.DueBy(now))
        {
            if (held.RenewAt is not { } due || due > now)
                continue;
            held.RenewsAt(null);
            effects.Add(new DeliveryEffect.RenewLock(held.Received.LockToken));
        }
    }

    /// <summary>A lost lock: what was never written, or waits again, comes again; what is written may still be answered.</summary>
    public void Renewed(DeliveryInput.LockRenewed renewed, DateTimeOffset now)
    {
        if (downstream.Locked(renewed.LockToken) is not { Settling: false } held)
            return;
        if (renewed.LockedUntil is { } until)
            held.Locked(held.Received with { LockedUntil = until }, now);
        else if (held.Waits)
            downstream.Forget(held);
    }

    public void NotRenewed(Guid lockToken, DateTimeOffset now)
    {
        if (downstream.Locked(lockToken) is { Settling: false } held)
            held.RenewsAt(now + Again);
    }
}
