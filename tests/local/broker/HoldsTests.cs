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
    public void Other_entities_are_not_held()
    {
        _bench.On(new BrokerInput.Hold("t"));
        Assert.Single(_bench.Send("q", Message()).OfType<BrokerEffect.Confirmed>());
    }
}
