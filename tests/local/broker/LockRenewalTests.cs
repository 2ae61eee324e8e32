using CcsBridge.Local.Broker;
using static CcsBridge.Tests.Local.Broker.EngineBench;

namespace CcsBridge.Tests.Local.Broker;

public sealed class LockRenewalTests
{
    private static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(1);

    private readonly EngineBench _bench = new(new DeliverySettings { LockDuration = LockDuration });

    [Fact]
    public void A_renewed_lock_runs_its_whole_duration_from_the_renewal()
    {
        _bench.Send("q", Message());
        var delivery = _bench.ReceiveOne("q");
        _bench.Now += LockDuration / 2;
        var until = _bench.Now + LockDuration;
        var effects = _bench.Renew(delivery);
        Assert.Equal([until], Assert.IsType<BrokerEffect.LockRenewed>(effects[^1]).Until);
        Assert.Equal([new Happening.LockRenewed("q", "m", until)], Happenings(effects));
        Assert.Equal(until, _bench.Engine.NextDue);
        Assert.Empty(_bench.After(LockDuration - TimeSpan.FromTicks(1)));
        Assert.Contains(new Happening.LockExpired("q", "m"), Happenings(_bench.After(TimeSpan.FromTicks(1))));
    }

    [Fact]
    public void Renewing_keeps_the_token_and_counts_as_no_delivery()
    {
        _bench.Send("q", Message());
        var delivery = _bench.ReceiveOne("q");
        _bench.Renew(delivery);
        _bench.Settle(delivery, Release);
        Assert.Equal(0, _bench.ReceiveOne("q").DeliveryCount);
    }

    [Fact]
    public void A_lock_that_is_over_cannot_be_renewed()
    {
        _bench.Send("q", Message());
        var late = _bench.ReceiveOne("q");
        _bench.Now += LockDuration;
        Assert.True(_bench.Renew(late)[^1] is BrokerEffect.LockNotRenewed { Why.Kind: RefusalKind.LockLost });
        Assert.Equal(1, _bench.ReceiveOne("q").DeliveryCount);
    }

    [Fact]
    public void One_lost_lock_leaves_the_others_of_the_request_as_they_were()
    {
        _bench.Send("q", Message("1"), Message("2"));
        var got = _bench.Receive("q", credit: 2).Got;
        _bench.Settle(got[1], Complete);
        _bench.Now += LockDuration / 2;
        Assert.True(_bench.Renew(got[0], got[1]) is [BrokerEffect.LockNotRenewed]);
        Assert.Equal(got[0].LockedUntil, _bench.Engine.NextDue);
    }
}
