using CcsBridge.Connector;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Host;

public sealed class AlarmTests
{
    private readonly ClockSetBack _time = new();
    private int _rings;

    private sealed class ClockSetBack : FakeTimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - By;
    }

    [Fact]
    public void An_alarm_rings_once_at_its_moment()
    {
        using var alarm = new Alarm(_time, () => _rings++);
        alarm.Set(_time.GetUtcNow() + TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _rings);
    }

    [Fact]
    public void One_that_rang_before_its_moment_because_the_clock_was_set_back_rings_again()
    {
        using var alarm = new Alarm(_time, () => _rings++);
        var due = _time.GetUtcNow() + TimeSpan.FromSeconds(1);
        alarm.Set(due);
        _time.By = TimeSpan.FromMilliseconds(5);
        _time.Advance(TimeSpan.FromSeconds(1));
        alarm.Set(due);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(2, _rings);
    }
}
