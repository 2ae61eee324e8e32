namespace CcsBridge.Connector;

/// <summary>Rings once at a moment that can be moved; the pure cores' "wake me at the latest then".</summary>
internal sealed class Alarm : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private DateTimeOffset? _due;
    private volatile bool _rang;

    public Alarm(TimeProvider time, Action ring)
    {
        _time = time;
        _timer = time.CreateTimer(_ => { _rang = true; ring(); }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// A moment that has passed rings at once, even if it was set before. One that rang too early, by a clock that was set back meanwhile, is
    /// set again: it would never ring otherwise.
    /// </summary>
    public void Set(DateTimeOffset? due)
    {
        var left = due - _time.GetUtcNow();
        if (due == _due && left > TimeSpan.Zero && !_rang)
            return;
        _due = due;
        _rang = false;
        _timer.Change(left is not { } wait ? Timeout.InfiniteTimeSpan : wait > TimeSpan.Zero ? RoundedUp(wait) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    // Timers count whole milliseconds: one rounded down would ring early, find nothing due, and be set again at once.
    private static TimeSpan RoundedUp(TimeSpan wait) =>
        TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(wait.TotalMilliseconds), int.MaxValue));
}
