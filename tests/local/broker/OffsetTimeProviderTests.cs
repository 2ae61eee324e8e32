using CcsBridge.Local;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Local.Broker;

public sealed class OffsetTimeProviderTests
{
    private readonly FakeTimeProvider _inner = new();
    private readonly OffsetTimeProvider _clock;
    private int _fired;

    public OffsetTimeProviderTests() => _clock = new OffsetTimeProvider(_inner);

    [Fact]
    public void A_push_moves_time_and_timestamps_alike()
    {
        var (time, stamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        _clock.Push(TimeSpan.FromHours(1));
        _inner.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(61), _clock.GetUtcNow() - time);
        Assert.Equal(TimeSpan.FromMinutes(61), _clock.GetElapsedTime(stamp));
    }

    [Fact]
    public void A_push_fires_what_is_due_and_shortens_the_wait_for_what_is_not()
    {
        using var timer = Timer(TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        _clock.Push(TimeSpan.FromMinutes(9));
        Assert.Equal(0, _fired);
        _inner.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _fired);
        _clock.Push(TimeSpan.FromDays(1));
        Assert.Equal(1, _fired);
    }

    [Fact]
    public void A_periodic_timer_fires_once_a_push_and_then_in_its_rhythm()
    {
        using var timer = Timer(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        _clock.Push(TimeSpan.FromMinutes(5));
        Assert.Equal(1, _fired);
        _inner.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _fired);
    }

    [Fact]
    public void A_disposed_timer_is_silent()
    {
        Timer(TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan).Dispose();
        _clock.Push(TimeSpan.FromMinutes(5));
        Assert.Equal(0, _fired);
    }

    private ITimer Timer(TimeSpan due, TimeSpan period) => _clock.CreateTimer(_ => _fired++, null, due, period);
}
