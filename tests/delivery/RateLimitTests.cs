using CcsBridge.Delivery;
using static CcsBridge.Tests.Delivery.Rig;

namespace CcsBridge.Tests.Delivery;

public sealed class RateLimitTests
{
    private const string TooMuch = "DEVICE_MESSAGE_RATE_EXCEEDED";

    private readonly Rig _rig = new();

    [Fact]
    public void A_refusal_for_rate_is_counted_and_put_back_to_the_keys_next_turn()
    {
        _rig.Ready(S1);
        _rig.Queue(1);
        var copy = Copy(_rig.Answer(S1, "b-1", TooMuch));
        Assert.Equal(Start + TimeSpan.FromSeconds(1), copy.Due);
        Assert.Equal((1, true), (copy.Properties["ccsbridge-attempts"], copy.Properties["ccsbridge-turn"]));
    }

    [Fact]
    public void Others_for_that_key_are_put_back_once_unsent_and_uncounted_each_to_a_turn_of_its_own()
    {
        _rig.Ready(S1, 10);
        _rig.Queue(1);
        _rig.Answer(S1, "b-1", TooMuch);
        var copies = new[] { Copy(_rig.Queue(2)), Copy(_rig.Queue(3)) };
        Assert.Equal([Start + TimeSpan.FromSeconds(2), Start + TimeSpan.FromSeconds(3)], copies.Select(copy => copy.Due));
        Assert.All(copies, copy => Assert.Equal(0, copy.Properties["ccsbridge-attempts"]));
        Assert.Single(_rig.Queue(4, """{"to":"another","data":{}}"""), effect => effect is DeliveryEffect.Send);
    }

    [Fact]
    public void Now_or_never_does_not_wait_for_a_turn()
    {
        _rig.Ready(S1, 10);
        _rig.Queue(1);
        _rig.Answer(S1, "b-1", TooMuch);
        var effects = _rig.Queue(2, """{"to":"T","data":{"k":"v"},"time_to_live":0}""");
        Assert.DoesNotContain(effects, effect => effect is DeliveryEffect.PutBack or DeliveryEffect.Send);
        Assert.Single(effects, effect => effect is DeliveryEffect.Publish);
    }

    [Fact]
    public void A_message_whose_turn_has_come_is_sent()
    {
        _rig.Ready(S1, 10);
        _rig.Queue(1);
        var copy = Copy(_rig.Answer(S1, "b-1", TooMuch));
        _rig.Now = copy.Due;
        Assert.Single(_rig.Queue(2, properties: new(copy.Properties)), effect => effect is DeliveryEffect.Send);
    }

    [Fact]
    public void Unless_the_key_was_refused_within_the_last_turn()
    {
        _rig.Ready(S1, 10);
        _rig.Queue(1);
        var copy = Copy(_rig.Answer(S1, "b-1", TooMuch));
        _rig.Now = copy.Due;
        _rig.Queue(2, properties: new(copy.Properties));
        var again = Copy(_rig.Answer(S1, "b-1", TooMuch));
        _rig.Now += TimeSpan.FromMilliseconds(500);
        Assert.DoesNotContain(_rig.Queue(3, properties: new(again.Properties)), effect => effect is DeliveryEffect.Send);
    }

    [Fact]
    public void Turns_double_only_for_a_message_written_after_the_last_doubling_and_shrink_with_acks()
    {
        var keys = new RateLimitedKeys();
        Assert.Equal(Start.AddSeconds(1), keys.Refused("k", Start, Start));
        Assert.Equal(Start.AddSeconds(2), keys.Refused("k", Start, Start));
        Assert.Equal(Start.AddSeconds(10 + 2), keys.Refused("k", Start.AddSeconds(5), Start.AddSeconds(10)));
        keys.Accepted("k", Start.AddSeconds(20));
        Assert.Equal(Start.AddSeconds(20 + 1.8), keys.TurnOf("k", turnCame: false, Start.AddSeconds(20)));
    }

    [Fact]
    public void A_key_is_forgotten_once_it_takes_everything_again()
    {
        var keys = new RateLimitedKeys();
        keys.Refused("k", Start, Start);
        keys.Accepted("k", Start.AddSeconds(5));
        Assert.Null(keys.TurnOf("k", turnCame: false, Start.AddSeconds(5)));
    }

    [Fact]
    public void At_most_ten_thousand_keys_are_remembered_the_oldest_goes()
    {
        var keys = new RateLimitedKeys();
        for (var n = 0; n <= RateLimitedKeys.Most; n++)
            keys.Refused($"k{n}", Start, Start);
        Assert.Null(keys.TurnOf("k0", turnCame: false, Start));
        Assert.NotNull(keys.TurnOf("k1", turnCame: false, Start));
    }

    private static PutBackCopy Copy(IReadOnlyList<DeliveryEffect> effects) => Assert.Single(effects.OfType<DeliveryEffect.PutBack>()).Copy;
}
