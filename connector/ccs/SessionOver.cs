namespace CcsBridge.Ccs;

/// <summary>How a session ended.</summary>
public abstract record SessionOver
{
    private SessionOver() { }

    /// <summary>The endpoint does not want this sender as it is configured; trying again at once cannot help.</summary>
    /// <param name="Reason">What the endpoint said.</param>
    /// <param name="Remedy">What a person can do about it.</param>
    public sealed record Rejected(string Reason, string Remedy) : SessionOver;

    /// <summary>Lost, closed or broken by the other side.</summary>
    public sealed record Dropped(string Reason) : SessionOver;

    /// <summary>Closed because we were asked to.</summary>
    public sealed record Stopped : SessionOver;
}
