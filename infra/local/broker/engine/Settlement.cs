namespace CcsBridge.Local.Broker;

/// <summary>How a receiver ends its lock on a message.</summary>
internal abstract record Settlement
{
    private Settlement() { }

    /// <summary>Done: the broker forgets it.</summary>
    public sealed record Complete : Settlement;

    /// <summary>Not touched: given out again, delivery count unchanged.</summary>
    public sealed record Release : Settlement;

    /// <summary>Tried and failed: given out again, delivery count one more, application properties added.</summary>
    public sealed record Abandon(IReadOnlyDictionary<string, object> Properties) : Settlement;

    /// <summary>Moved to the dead-letter queue. Reason and description may be missing, as with a bare <c>rejected</c>.</summary>
    public sealed record DeadLetter(string? Reason, string? Description, IReadOnlyDictionary<string, object> Properties) : Settlement;
}
