using CcsBridge.Local.Broker;
using static CcsBridge.Tests.Local.Broker.EngineBench;

namespace CcsBridge.Tests.Local.Broker;

public sealed class HoldsTests
{
    private readonly EngineBench _bench = new();

    [Fact]
    public void A_held_message_is_delivered_but_its_sender_hears_nothing_until_the_hold_ends()
    {
        _bench.Receive("q");
        _bench.On(new BrokerInput.Hold("Q"));
        var effects = _bench.Send("q", Message());
        Assert.Single(Deliveries(effects));
        Assert.Contains(new Happening.ConfirmationHeld("q", "m"), Happenings(effects));
        Assert.Empty(effects.OfType<BrokerEffect.Confirmed>());

        Assert.True(_bench.On(new BrokerInput.EndHold("q")) is [BrokerEffect.Confirmed]);
        Assert.Single(_bench.Send("q", Message()).OfType<BrokerEffect.Confirmed>());
    }

    [Fact]
    public void A_settlement_that_is_held_is_heard_when_the_hold_ends()
    {
        _bench.Send("q", Message());
        var delivery = _bench.ReceiveOne("q");
        _bench.On(new BrokerInput.HoldSettlements("Q"));
        Assert.True(_bench.Settle(delivery, Complete) is [BrokerEffect.Happened { What: Happening.SettlementHeld }]);
        Assert.Equal(1, _bench.Engine.Count("q")!.Locked);

        Assert.Single(_bench.On(new BrokerInput.EndHoldSettlements("q")).OfType<BrokerEffect.Settled>());
        Assert.Equal(new EntityCounts(Available: 0, Locked: 0, Scheduled: 0), _bench.Engine.Count("q"));
    }

    [Fact]
    public void A_settlement_that_is_held_longer_than_its_lock_comes_too_late()
    {
        _bench.Send("q", Message());
        var delivery = _bench.ReceiveOne("q");
        _bench.On(new BrokerInput.HoldSettlements("q"));
        _bench.Settle(delivery, Complete);
        _bench.After(TimeSpan.FromMinutes(5));

        Assert.Single(_bench.On(new BrokerInput.EndHoldSettlements("q")).OfType<BrokerEffect.NotSettled>());
        Assert.Equal(1, _bench.ReceiveOne("q").DeliveryCount);
    }

    [Fact]
    public void Other_entities_are_not_held()
    {
        _bench.On(new BrokerInput.Hold("t"));
        Assert.Single(_bench.Send("q", Message()).OfType<BrokerEffect.Confirmed>());
    }
}
