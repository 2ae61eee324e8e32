using CcsBridge.Local.Broker;
using static CcsBridge.Tests.Local.Broker.EngineBench;

namespace CcsBridge.Tests.Local.Broker;

public sealed class TopicsTests
{
    private readonly EngineBench _bench = new(subscriptions:
    [
        new SubscriptionSettings("either", new(), [Kind("a"), Kind("b")]),
        new SubscriptionSettings("labelled", new(), [Kind("a") with { Label = "l" }]),
    ]);

    [Fact]
    public void A_subscription_gets_its_own_copy_if_one_of_its_filters_matches()
    {
        _bench.Send("t", Message("m", ("kind", "b")));
        Assert.Equal("m", _bench.ReceiveOne("t/subscriptions/EITHER").Message.MessageId);
        Assert.Empty(_bench.Receive("t/Subscriptions/labelled").Got);
    }

    [Fact]
    public void Every_equality_of_a_filter_must_hold()
    {
        _bench.Send("t", Message("m1", ("kind", "a")), Message("m2", ("kind", "a")) with { Subject = "l" });
        Assert.Equal("m2", Assert.Single(_bench.Receive("t/Subscriptions/labelled").Got).Message.MessageId);
    }

    [Fact]
    public void A_property_of_another_type_does_not_match()
    {
        var bench = new EngineBench(subscriptions: new SubscriptionSettings("seven", new(), [Kind("7")]));
        bench.Send("t", Message("m", ("kind", 7)));
        Assert.Empty(bench.Receive("t/Subscriptions/seven").Got);
    }

    [Fact]
    public void What_no_subscription_wanted_is_counted_and_still_seen_by_the_monitor()
    {
        var effects = _bench.Send("t", Message("m", ("kind", "c")));
        Assert.Contains(new Happening.Unmatched("t", "m"), Happenings(effects));
        Assert.Equal(1, _bench.Engine.Unmatched);
        Assert.Equal("m", _bench.ReceiveOne("t/Subscriptions/monitor").Message.MessageId);
    }

    [Fact]
    public void The_monitor_keeps_nothing_longer_than_a_minute()
    {
        _bench.Send("t", Message());
        _bench.After(TimeSpan.FromMinutes(1));
        Assert.Empty(_bench.Receive("t/Subscriptions/monitor").Got);
    }

    [Fact]
    public void A_topic_cannot_be_received_from_nor_a_subscription_sent_to()
    {
        Assert.Equal(RefusalKind.NotAllowed, _bench.Engine.MayReceive("t")?.Kind);
        Assert.Equal(RefusalKind.NotAllowed, _bench.Engine.MaySend("t/Subscriptions/either")?.Kind);
        Assert.Equal(RefusalKind.NotFound, _bench.Engine.MayReceive("t/Subscriptions/none")?.Kind);
    }

    private static CorrelationFilter Kind(string kind) => new() { Properties = new Dictionary<string, string> { ["kind"] = kind } };
}
