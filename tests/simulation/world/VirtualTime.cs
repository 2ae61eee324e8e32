namespace CcsBridge.Simulation;

/// <summary>
/// Time that stands still until it is moved to the next moment at which a timer is due. A run sets thousands of timers and changes
/// most of them before they ring, so they wait in a heap, and what was changed is passed over when its old time comes.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(Timer Timer, long Setting), (long Due, long Setting)> _settings = new();
    private long _ticks;
    private long _lastSetting;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(_ticks);

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
            throw new NotSupportedException("a timer with a period");
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on to the next timer and lets it ring; false if none is set, or none before <paramref name="end"/>.</summary>
    public bool MoveOn(DateTimeOffset end)
    {
        while (_settings.TryPeek(out var next, out var at))
        {
            if (next.Timer.Setting != next.Setting)
            {
                _settings.Dequeue();
                continue;
            }

            if (at.Due > (end - Start).Ticks)
                return false;
            _settings.Dequeue();
            _ticks = Math.Max(_ticks, at.Due);
            next.Timer.Ring();
            return true;
        }

        return false;
    }

    /// <summary>Lets so much time pass, and everything ring that is due in it.</summary>
    public void Advance(TimeSpan time)
    {
        var end = GetUtcNow() + time;
        while (MoveOn(end))
        {
        }

        _ticks = (end - Start).Ticks;
    }

    // Two that are due at the same moment ring in the order in which they were set.
    private long Set(Timer timer, TimeSpan dueTime)
    {
        var setting = ++_lastSetting;
        _settings.Enqueue((timer, setting), (_ticks + dueTime.Ticks, setting));
        return setting;
    }

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        /// <summary>Of the present due time; 0: it will not ring.</summary>
        public long Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Setting = dueTime == Timeout.InfiniteTimeSpan ? 0 : time.Set(this, dueTime);
            return true;
        }

        public void Ring()
        {
            Setting = 0;
            callback(state);
        }

        public void Dispose() => Setting = 0;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
