using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Functions;

/// <summary>Time that stands and says when somebody begins to wait for it to pass.</summary>
internal sealed class WaitingTime() : FakeTimeProvider(Events.Noon)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>The next wait of at most 30 s. Whole seconds are limits and not waits, which are random parts.</summary>
    public Task<TimeSpan> NextWaitAsync(CancellationToken cancel) => _waits.Reader.ReadAsync(cancel).AsTask();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= LongestWait && dueTime.Ticks % TimeSpan.TicksPerSecond != 0)
            _waits.Writer.TryWrite(dueTime);
        return timer;
    }
}
