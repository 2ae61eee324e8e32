namespace CcsBridge.Ccs;

/// <summary>
/// The rest of a session's life once it takes nothing more. The endpoint is to close it (CCS reference, draining: how long that takes is not
/// documented); one that never does is closed by us after 10 min with nothing outstanding, or after 30 min in all.
/// </summary>
internal sealed class Tail
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan LongestQuiet = TimeSpan.FromMinutes(10);

    private DateTimeOffset? _began, _quietSince;

    /// <summary>When it is over at the latest, as things stand; null while it has not begun.</summary>
    public DateTimeOffset? Due => _quietSince + LongestQuiet < _began + Longest ? _quietSince + LongestQuiet : _began + Longest;

    /// <param name="outstanding">Something is unanswered or unacknowledged.</param>
    /// <param name="now">The time; the first look begins the tail.</param>
    public void Look(bool outstanding, DateTimeOffset now)
    {
        _began ??= now;
        _quietSince = outstanding ? null : _quietSince ?? now;
    }
}
