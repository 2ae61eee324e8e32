using CcsBridge.Local.Broker;
using static CcsBridge.Tests.Local.Broker.EngineBench;

namespace CcsBridge.Tests.Local.Broker;

public sealed class CreditTests
{
    private readonly EngineBench _bench = new();

    [Fact]
    public void A_receiver_is_given_no_more_than_its_credit()
    {
        var (receiver, _) = _bench.Receive("q", credit: 2);
        var got = Deliveries(_bench.Send("q", Message("1"), Message("2"), Message("3")));
        Assert.Equal(["1", "2"], got.Select(d => d.Message.MessageId));
        Assert.Equal("3", Assert.Single(Deliveries(_bench.On(new BrokerInput.Credit(receiver, 3)))).Message.MessageId);
    }

    [Fact]
    public void A_lower_limit_takes_credit_back()
    {
        var (receiver, _) = _bench.Receive("q", credit: 5);
        _bench.On(new BrokerInput.Credit(receiver, 0));
        Assert.Empty(Deliveries(_bench.Send("q", Message())));
    }

    [Fact]
    public void Drained_credit_is_void()
    {
        var (receiver, _) = _bench.Receive("q", credit: 5);
        Assert.True(_bench.On(new BrokerInput.Drain(receiver)) is [BrokerEffect.Drained]);
        Assert.Empty(Deliveries(_bench.Send("q", Message())));
    }

    [Fact]
    public void Receivers_take_turns()
    {
        var (one, _) = _bench.Receive("q");
        var (two, _) = _bench.Receive("q");
        var effects = _bench.Send("q", Message("1"), Message("2"), Message("3"));
        Assert.Equal([one, two, one], effects.OfType<BrokerEffect.Deliver>().Select(d => d.Receiver));
    }

    [Fact]
    public void The_limit_counts_modulo_two_to_the_32()
    {
        var receiver = new Receiver(new ReceiverId(1), andDelete: false);
        receiver.MayHave(uint.MaxValue);
        Assert.False(receiver.HasCredit);
        receiver.MayHave(2);
        receiver.Spend();
        Assert.True(receiver.HasCredit);
        receiver.Spend();
        Assert.False(receiver.HasCredit);
    }
}
