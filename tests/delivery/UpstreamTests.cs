using CcsBridge.Contracts;
using CcsBridge.Delivery;
using static CcsBridge.Tests.Delivery.Rig;

namespace CcsBridge.Tests.Delivery;

public sealed class UpstreamTests
{
    private readonly Rig _rig = new();

    public UpstreamTests() => _rig.Ready(S1);

    [Fact]
    public void An_upstream_message_is_acknowledged_only_after_the_topic_has_it()
    {
        var told = _rig.FromDevice(S1, "m-1");
        Assert.IsType<DeliveryEffect.Publish>(Assert.Single(told));
        Assert.Equal([new DeliveryEffect.Acknowledge(S1, "T", "m-1")], _rig.Confirm(told));
    }

    [Fact]
    public void It_is_acknowledged_on_no_other_session_than_its_own()
    {
        var told = _rig.FromDevice(S1, "m-1");
        _rig.On(new DeliveryInput.SessionEnded(S1));
        _rig.Ready(S2);
        Assert.Empty(_rig.Confirm(told));
    }

    [Fact]
    public void What_is_sent_again_before_it_is_published_folds_and_is_acknowledged_wherever_it_came()
    {
        var told = _rig.FromDevice(S1, "m-1");
        _rig.Ready(S2);
        Assert.Empty(_rig.FromDevice(S2, "m-1"));
        Assert.Equal(
            [new DeliveryEffect.Acknowledge(S1, "T", "m-1"), new DeliveryEffect.Acknowledge(S2, "T", "m-1")], _rig.Confirm(told));
    }

    [Fact]
    public void What_came_twice_on_one_session_is_acknowledged_twice_there()
    {
        var told = _rig.FromDevice(S1, "m-1");
        Assert.Empty(_rig.FromDevice(S1, "m-1"));
        var owed = new DeliveryEffect.Acknowledge(S1, "T", "m-1");
        Assert.Equal([owed, owed], _rig.Confirm(told));
    }

    [Fact]
    public void One_message_sent_again_and_again_leaves_the_sockets_unread_as_well()
    {
        var told = Enumerable.Range(0, DeliverySettings.UpstreamMessages).SelectMany(_ => _rig.FromDevice(S1, "m-1")).ToList();
        Assert.Equal([typeof(DeliveryEffect.Publish), typeof(DeliveryEffect.Reading)], told.Select(effect => effect.GetType()));
        var confirmed = _rig.Confirm([told[0]]);
        Assert.Equal(DeliverySettings.UpstreamMessages, confirmed.OfType<DeliveryEffect.Acknowledge>().Count());
        Assert.Contains(new DeliveryEffect.Reading(true), confirmed);
    }

    [Fact]
    public void What_is_not_confirmed_is_published_again_the_same()
    {
        var told = _rig.FromDevice(S1, "m-1");
        Assert.All(_rig.Bus(told, new BusAnswer.NotConfirmed("the link was lost")), effect => Assert.IsType<DeliveryEffect.Note>(effect));
        var again = _rig.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(EventOf(told).Id, EventOf(again).Id);
        Assert.Equal([new DeliveryEffect.Acknowledge(S1, "T", "m-1")], _rig.Confirm(again));
    }

    [Fact]
    public void What_the_broker_refuses_for_its_own_sake_is_replaced_by_word_of_it()
    {
        var told = _rig.FromDevice(S1, "m-1");
        var instead = _rig.Bus(told, new BusAnswer.RefusedMessage("amqp:link:message-size-exceeded"));
        Assert.Equal(EventType.Malformed, EventOf(instead).Type);
        Assert.Equal([new DeliveryEffect.Acknowledge(S1, "T", "m-1")], _rig.Confirm(instead));
    }

    [Fact]
    public void A_used_id_with_other_content_is_another_message()
    {
        var one = EventOf(_rig.FromDevice(S1, "1", "first start of the app"));
        var other = EventOf(_rig.FromDevice(S1, "1", "second start of the app"));
        Assert.NotEqual(one.Id, other.Id);
    }

    [Fact]
    public void The_list_is_bounded_and_a_full_one_leaves_the_sockets_unread()
    {
        var told = Enumerable.Range(0, DeliverySettings.UpstreamMessages).Select(n => _rig.FromDevice(S1, $"m-{n}")).ToList();
        Assert.Equal(new DeliveryEffect.Reading(false), told[^1][^1]);
        Assert.All(told[..^1], effects => Assert.Single(effects));
        Assert.Contains(new DeliveryEffect.Reading(false), _rig.On(new DeliveryInput.SessionReady(S2)));
        var resumed = told.TakeWhile(effects => !_rig.Confirm([effects[0]]).Contains(new DeliveryEffect.Reading(true))).Count();
        Assert.InRange(resumed, DeliverySettings.UpstreamMessages / 2, DeliverySettings.UpstreamMessages - 1);
    }

    [Fact]
    public void A_receipt_is_published_and_acknowledged_as_it_came()
    {
        var told = _rig.On(new DeliveryInput.FromDevice(
            S1, new Upstream.Receipt("gcm.googleapis.com", "dr2:d-1", "d-1", "T", "MESSAGE_SENT_TO_DEVICE", Start)));
        Assert.Equal(EventType.Receipt, EventOf(told).Type);
        Assert.Equal([new DeliveryEffect.Acknowledge(S1, "gcm.googleapis.com", "dr2:d-1")], _rig.Confirm(told));
    }

    private static BridgeEvent EventOf(IReadOnlyList<DeliveryEffect> effects) => effects.OfType<DeliveryEffect.Publish>().Single().Event;
}
