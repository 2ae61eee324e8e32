namespace CcsBridge.Local;

/// <summary>
/// A clock that can be pushed forward: what would take minutes takes none. Timers made through it that are due after a push fire at
/// once, each once, by the inner clock's own means (the system's: on the thread pool). Thread-safe.
/// </summary>
/// <param name="inner">The clock underneath, which goes on running.</param>
internal sealed class OffsetTimeProvider(TimeProvider inner) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<OffsetTimer> _timers = [];
    private TimeSpan _offset;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    public override long GetTimestamp() => inner.GetElapsedTime(0, inner.GetTimestamp()).Ticks + Offset.Ticks;

    /// <summary>Pushes the clock forward.</summary>
    public void Push(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        OffsetTimer[] timers;
        lock (_lock)
        {
            _offset += by;
            timers = [.. _timers];
        }

        foreach (var timer in timers)
            timer.Reset();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new OffsetTimer(this, inner, callback, state);
        lock (_lock)
            _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private TimeSpan Offset
    {
        get
        {
            lock (_lock)
                return _offset;
        }
    }

    private void Forget(OffsetTimer timer)
    {
        lock (_lock)
            _timers.Remove(timer);
    }

    private sealed class OffsetTimer : ITimer
    {
        private readonly Lock _lock = new();
        private readonly OffsetTimeProvider _owner;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _inner;
        private long? _dueAt;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public OffsetTimer(OffsetTimeProvider owner, TimeProvider inner, TimerCallback callback, object? state)
        {
            (_owner, _callback, _state) = (owner, callback, state);
            _inner = inner.CreateTimer(
                static timer => ((OffsetTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_lock)
            {
                _period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
                _dueAt = dueTime < TimeSpan.Zero ? null : _owner.GetTimestamp() + dueTime.Ticks;
            }

            return Reset();
        }

        // Outside the lock: an inner clock may fire within Change.
        public bool Reset()
        {
            TimeSpan wait;
            lock (_lock)
                wait = _dueAt is { } at ? WholeMilliseconds(at - _owner.GetTimestamp()) : Timeout.InfiniteTimeSpan;
            return _inner.Change(wait, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            _owner.Forget(this);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            _owner.Forget(this);
            return _inner.DisposeAsync();
        }

        // The system's timers cut fractions off: a timer would be early, and spin until it is due.
        private static TimeSpan WholeMilliseconds(long ticks) => TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, ticks) / 10_000.0));

        private void Fire()
        {
            bool due;
            lock (_lock)
            {
                // Not due: a push and the inner clock both set it off, or the inner clock was a little early.
                due = _dueAt <= _owner.GetTimestamp();
                if (due)
                    _dueAt = _period == Timeout.InfiniteTimeSpan ? null : _owner.GetTimestamp() + _period.Ticks;
            }

            Reset();
            if (due)
                _callback(_state);
        }
    }
}
