using CcsBridge.Local.Broker;
using static CcsBridge.Tests.Local.Broker.EngineBench;

namespace CcsBridge.Tests.Local.Broker;

public sealed class DeadLettersTests
{
    private readonly EngineBench _bench = new(new DeliverySettings { TimeToLive = TimeSpan.FromMinutes(5), DeadLetterOnExpiration = true });

    [Fact]
    public void A_dead_letter_keeps_what_it_is_and_says_why_it_died()
    {
        _bench.Send("q", Message("other"));
        _bench.Settle(_bench.ReceiveOne("q"), Complete);
        _bench.Send("q", Message("m", ("a", "1")));
        var delivery = _bench.ReceiveOne("q");
        _bench.Settle(delivery, DeadLetter("INVALID_JSON", "not json"));

        var dead = _bench.ReceiveOne("q/$DeadLetterQueue");
        Assert.Equal(
            [new("a", "1"), new("DeadLetterReason", "INVALID_JSON"), new("DeadLetterErrorDescription", "not json")],
            dead.Message.Properties);
        Assert.Equal(("m", "q", delivery.EnqueuedTime), (dead.Message.MessageId, dead.DeadLetterSource, dead.EnqueuedTime));
        Assert.Equal((1, 2), (dead.SequenceNumber, dead.EnqueuedSequenceNumber));
    }

    [Fact]
    public void A_dead_letter_does_not_expire_and_is_not_dead_lettered_again()
    {
        _bench.Send("q", Message());
        _bench.Settle(_bench.ReceiveOne("q"), DeadLetter("r", "d"));
        _bench.After(TimeSpan.FromDays(1));
        var dead = _bench.ReceiveOne("q/$DeadLetterQueue");
        var effects = _bench.Settle(dead, DeadLetter("r", "d"));
        Assert.True(effects[^1] is BrokerEffect.NotSettled { Why.Kind: RefusalKind.NotAllowed });
        Assert.Equal(1, _bench.Engine.Count("q/$DeadLetterQueue")!.Locked);
    }

    [Fact]
    public void A_dead_letter_queue_cannot_be_sent_to() =>
        Assert.True(_bench.Send("q/$DeadLetterQueue", Message()) is [BrokerEffect.Refused { Why.Kind: RefusalKind.NotAllowed }]);

    [Fact]
    public void An_expired_message_is_dead_lettered_where_the_entity_says_so()
    {
        _bench.Send("q", Message());
        _bench.After(TimeSpan.FromMinutes(5));
        var dead = _bench.ReceiveOne("q/$DeadLetterQueue");
        Assert.Equal("TTLExpiredException", dead.Message.Properties["DeadLetterReason"]);
    }
}
