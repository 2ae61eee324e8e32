namespace CcsBridge.ServiceBus;

/// <summary>What became of asking the broker to renew a message's lock.</summary>
public abstract record LockRenewal
{
    private LockRenewal() { }

    /// <summary>The lock begins anew.</summary>
    /// <param name="LockedUntil">The broker's time at which it is over.</param>
    public sealed record Renewed(DateTimeOffset LockedUntil) : LockRenewal;

    /// <summary>The lock is over: the message comes again under another, here or elsewhere.</summary>
    public sealed record Lost : LockRenewal;

    /// <summary>No word within 10 s, trouble with the link, or a refusal that says nothing of the lock: it may be renewed or not. Try again.</summary>
    public sealed record NotConfirmed(string Reason) : LockRenewal;
}
