namespace CcsBridge.Connector;

/// <summary>Rings once at a moment that can be moved; the pure cores' "wake me at the latest then".</summary>
internal sealed class Alarm : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private DateTimeOffset? _due;

    public Alarm(TimeProvider time, Action ring)
    {
        _time = time;
        _timer = time.CreateTimer(_ => ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A moment that has passed rings at once, even if it was set before.</summary>
    public void Set(DateTimeOffset? due)
    {
        var left = due - _time.GetUtcNow();
        if (due == _due && left > TimeSpan.Zero)
            return;
        _due = due;
        _timer.Change(left is not { } wait ? Timeout.InfiniteTimeSpan : wait > TimeSpan.Zero ? RoundedUp(wait) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    // Timers count whole milliseconds: one rounded down would ring early, find nothing due, and be set again at once.
    private static TimeSpan RoundedUp(TimeSpan wait) =>
        TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(wait.TotalMilliseconds), int.MaxValue));
}
