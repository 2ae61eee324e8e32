using CcsBridge.Local.Broker;
using static CcsBridge.Tests.Local.Broker.EngineBench;

namespace CcsBridge.Tests.Local.Broker;

public sealed class SchedulesTests
{
    private readonly EngineBench _bench = new();

    [Fact]
    public void A_scheduled_message_is_enqueued_when_its_time_has_come()
    {
        var due = _bench.Now + TimeSpan.FromSeconds(15);
        var effects = _bench.Send("q", Message() with { ScheduledEnqueueTime = due });
        Assert.Contains(new Happening.Scheduled("q", "m", due), Happenings(effects));
        var (_, early) = _bench.Receive("q");
        Assert.Empty(early);
        Assert.Equal((due, 1), (_bench.Engine.NextDue, _bench.Engine.Count("q")!.Scheduled));

        var delivery = Assert.Single(Deliveries(_bench.After(TimeSpan.FromSeconds(15))));
        Assert.Equal(due, delivery.EnqueuedTime);
    }

    [Fact]
    public void A_scheduled_message_of_a_topic_reaches_its_subscriptions_then()
    {
        _bench.Send("t", Message() with { ScheduledEnqueueTime = _bench.Now + TimeSpan.FromSeconds(15) });
        Assert.Equal(0, _bench.Engine.Count("t/Subscriptions/monitor")!.Available);
        _bench.After(TimeSpan.FromSeconds(15));
        Assert.Equal(1, _bench.Engine.Count("t/Subscriptions/monitor")!.Available);
    }
}
