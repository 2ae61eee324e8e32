using CcsBridge.Local.Broker;
using static CcsBridge.Tests.Local.Broker.EngineBench;

namespace CcsBridge.Tests.Local.Broker;

public sealed class TimeToLiveTests
{
    private readonly EngineBench _bench = new(new DeliverySettings
    {
        TimeToLive = TimeSpan.FromMinutes(5),
        LockDuration = TimeSpan.FromMinutes(2),
    });

    [Theory]
    [InlineData(null, 5)]
    [InlineData(3, 3)]
    [InlineData(60, 5)]
    public void A_message_lives_as_long_as_it_or_its_entity_says_whichever_is_shorter(int? minutes, int lives)
    {
        _bench.Send("q", Message() with { TimeToLive = minutes is { } m ? TimeSpan.FromMinutes(m) : null });
        Assert.Equal(Start + TimeSpan.FromMinutes(lives), _bench.Engine.NextDue);
        var effects = _bench.After(TimeSpan.FromMinutes(lives));
        Assert.Equal([new Happening.Dropped("q", "m")], Happenings(effects));
        Assert.Empty(_bench.Receive("q").Got);
    }

    [Fact]
    public void A_locked_message_does_not_expire_before_it_comes_back()
    {
        _bench.Send("q", Message());
        _bench.After(TimeSpan.FromMinutes(4));
        var delivery = _bench.ReceiveOne("q");
        Assert.Empty(_bench.After(TimeSpan.FromMinutes(1.5)));
        Assert.Contains(new Happening.Dropped("q", "m"), Happenings(_bench.Settle(delivery, Release)));
    }
}
