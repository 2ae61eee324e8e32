namespace CcsBridge.ServiceBus;

/// <summary>How a received message ends.</summary>
public abstract record SettleAs
{
    private SettleAs() { }

    /// <summary>It is done with; the broker forgets it.</summary>
    public sealed record Complete : SettleAs;

    /// <summary>It was not touched; the broker gives it out again at once, its delivery count unchanged.</summary>
    public sealed record Release : SettleAs;

    /// <summary>It can never be done; the broker moves it to the dead-letter queue with these two texts (at most 4,096 characters each).</summary>
    public sealed record DeadLetter(string Reason, string Description) : SettleAs;
}

/// <summary>What is known of a settlement.</summary>
public enum Settlement
{
    /// <summary>The broker said so.</summary>
    Confirmed,

    /// <summary>Said to the broker on a live link; its word is not awaited. If it is lost, the message comes again.</summary>
    Sent,

    /// <summary>The lock is gone, or its link is and the broker confirmed nothing: the message comes again, unless only its word was lost.</summary>
    LockLost,
}
