using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Simulation;

/// <summary>Time that stands still until it is moved to the next moment at which a timer is due.</summary>
internal sealed class VirtualTime() : FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero))
{
    private readonly List<Tracked> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
            throw new NotSupportedException("a timer with a period");
        return new Tracked(this, callback, state, dueTime);
    }

    /// <summary>Moves on to the next timer and lets it ring; false if none is set, or none before <paramref name="end"/>.</summary>
    public bool MoveOn(DateTimeOffset end)
    {
        if (_timers.Min(timer => timer.Due) is not { } due || due > end)
            return false;
        Advance(due > GetUtcNow() ? due - GetUtcNow() : TimeSpan.Zero);
        return true;
    }

    private ITimer Base(TimerCallback callback, TimeSpan dueTime) => base.CreateTimer(callback, null, dueTime, Timeout.InfiniteTimeSpan);

    private sealed class Tracked : ITimer
    {
        private readonly VirtualTime _time;
        private readonly ITimer _timer;

        public Tracked(VirtualTime time, TimerCallback callback, object? state, TimeSpan dueTime)
        {
            _time = time;
            _time._timers.Add(this);
            SetDue(dueTime);
            _timer = time.Base(
                _ =>
                {
                    Due = null;
                    callback(state);
                },
                dueTime);
        }

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            SetDue(dueTime);
            return _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            _time._timers.Remove(this);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void SetDue(TimeSpan dueTime) => Due = dueTime == Timeout.InfiniteTimeSpan ? null : _time.GetUtcNow() + dueTime;
    }
}
