using CcsBridge.Local.Broker;
using static CcsBridge.Tests.Local.Broker.EngineBench;

namespace CcsBridge.Tests.Local.Broker;

public sealed class LocksTests
{
    private static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(1);

    private readonly EngineBench _bench = new(new DeliverySettings { LockDuration = LockDuration, MaxDeliveryCount = 3 });

    [Fact]
    public void A_message_is_given_out_locked_and_to_nobody_else()
    {
        _bench.Send("q", Message());
        var delivery = _bench.ReceiveOne("q");
        Assert.Equal(_bench.Now + LockDuration, delivery.LockedUntil);
        Assert.Equal(0, delivery.DeliveryCount);
        Assert.Empty(_bench.Receive("q").Got);
    }

    [Fact]
    public void Completed_is_gone()
    {
        _bench.Send("q", Message());
        Assert.IsType<BrokerEffect.Settled>(_bench.Settle(_bench.ReceiveOne("q"), Complete)[^1]);
        Assert.Equal(new EntityCounts(0, 0, 0), _bench.Engine.Count("q"));
        Assert.Null(_bench.Engine.NextDue);
    }

    [Fact]
    public void Released_comes_again_with_its_count_unchanged_and_a_new_token()
    {
        _bench.Send("q", Message());
        var first = _bench.ReceiveOne("q");
        _bench.Settle(first, Release);
        var second = _bench.ReceiveOne("q");
        Assert.Equal(first with { LockToken = second.LockToken }, second);
        Assert.NotEqual(first.LockToken, second.LockToken);
    }

    [Fact]
    public void Abandoned_comes_again_counted_and_with_its_properties()
    {
        _bench.Send("q", Message("m", ("a", "1")));
        var first = _bench.ReceiveOne("q");
        _bench.Settle(first, new Settlement.Abandon(new Dictionary<string, object> { ["b"] = 2 }));
        var second = _bench.ReceiveOne("q");
        Assert.Equal((1, first.SequenceNumber, first.EnqueuedTime), (second.DeliveryCount, second.SequenceNumber, second.EnqueuedTime));
        Assert.Equal([new("a", "1"), new("b", 2)], second.Message.Properties);
    }

    [Fact]
    public void A_lock_that_ran_out_counts_and_can_no_longer_be_settled()
    {
        _bench.Send("q", Message());
        var late = _bench.ReceiveOne("q");
        Assert.Equal(_bench.Now + LockDuration, _bench.Engine.NextDue);
        _bench.Now += LockDuration;
        var effects = _bench.Settle(late, Complete);
        Assert.True(effects[^1] is BrokerEffect.NotSettled { Why.Kind: RefusalKind.LockLost });
        Assert.Equal(1, _bench.ReceiveOne("q").DeliveryCount);
    }

    [Fact]
    public void A_lock_outlives_its_receiver()
    {
        _bench.Send("q", Message());
        var (receiver, got) = _bench.Receive("q");
        _bench.On(new BrokerInput.CloseReceiver(receiver));
        Assert.Empty(_bench.Receive("q").Got);
        Assert.IsType<BrokerEffect.Settled>(_bench.Settle(got[0], Complete)[^1]);
    }

    [Fact]
    public void What_was_delivered_too_often_is_dead_lettered()
    {
        _bench.Send("q", Message());
        _bench.Settle(_bench.ReceiveOne("q"), Abandon);
        _bench.Settle(_bench.ReceiveOne("q"), Abandon);
        _bench.ReceiveOne("q");
        _bench.After(LockDuration);
        var dead = _bench.ReceiveOne("q/$DeadLetterQueue");
        Assert.Equal("MaxDeliveryCountExceeded", dead.Message.Properties["DeadLetterReason"]);
        Assert.Equal("Message could not be consumed after 3 delivery attempts.", dead.Message.Properties["DeadLetterErrorDescription"]);
    }

    [Fact]
    public void Received_and_deleted_is_gone_at_once()
    {
        _bench.Send("q", Message());
        Assert.Null(Assert.Single(_bench.Receive("q", andDelete: true).Got).LockedUntil);
        Assert.Equal(new EntityCounts(0, 0, 0), _bench.Engine.Count("q"));
    }
}
