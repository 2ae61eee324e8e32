using CcsBridge.Contracts;
using CcsBridge.Delivery;
using static CcsBridge.Tests.Delivery.Rig;

namespace CcsBridge.Tests.Delivery;

/// <summary>The stanza that ends sessions, and the one that kills the process.</summary>
public sealed class SessionEndersTests
{
    private readonly Rig _rig = new();

    [Fact]
    public void A_session_that_ends_with_one_unanswered_message_counts_it()
    {
        _rig.Ready(S1);
        _rig.Queue(1);
        var copy = Copy(_rig.On(new DeliveryInput.SessionEnded(S1)));
        Assert.Equal((1, 0), (copy.Properties["ccsbridge-ends"], copy.Properties["ccsbridge-attempts"]));
        Assert.InRange(copy.Due - _rig.Now, TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void With_more_than_one_nobody_is_counted()
    {
        _rig.Ready(S1, 2);
        _rig.Queue(1);
        _rig.Queue(2);
        Assert.DoesNotContain(_rig.On(new DeliveryInput.SessionEnded(S1)), effect => effect is DeliveryEffect.PutBack);
    }

    [Fact]
    public void A_slot_that_timed_out_is_not_counted_in()
    {
        _rig.Ready(S1, 2);
        _rig.Queue(1);
        _rig.Confirm(_rig.On(new DeliveryInput.Unanswered(S1, "b-1")));
        _rig.Queue(2);
        Assert.Equal(1, Copy(_rig.On(new DeliveryInput.SessionEnded(S1))).Properties["ccsbridge-ends"]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_session_that_drained_or_that_we_closed_counts_nobody(bool draining, bool byUs)
    {
        _rig.Ready(S1);
        _rig.Queue(1);
        if (draining)
            _rig.On(new DeliveryInput.SessionDraining(S1));
        Assert.DoesNotContain(_rig.On(new DeliveryInput.SessionEnded(S1, byUs)), effect => effect is DeliveryEffect.PutBack);
        Assert.Single(_rig.Ready(S2), effect => effect is DeliveryEffect.Send);
    }

    [Fact]
    public void A_counted_message_waits_until_its_session_is_empty_and_then_travels_alone()
    {
        _rig.Ready(S1, 3);
        _rig.Queue(5);
        Assert.DoesNotContain(_rig.Queue(1, properties: Ends(1)), effect => effect is DeliveryEffect.Send);
        Assert.DoesNotContain(_rig.Queue(6), effect => effect is DeliveryEffect.Send);
        Assert.Equal(["b-1"], Sent(_rig.Answer(S1, "b-5")));
        Assert.Equal(["b-6"], Sent(_rig.Answer(S1, "b-1")));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(1, 1)]
    public void One_that_came_too_often_without_being_settled_is_not_written(int deliveryCount, int ends)
    {
        _rig.Ready(S1);
        var effects = _rig.On(new DeliveryInput.Received(_rig.Request(1, properties: Ends(ends)) with { DeliveryCount = deliveryCount }));
        Assert.Empty(Sent(effects));
        Assert.Equal(ends + 1, Copy(effects).Properties["ccsbridge-ends"]);
    }

    [Fact]
    public void At_the_twentieth_end_it_is_told_and_dead_lettered()
    {
        _rig.Ready(S1);
        _rig.Queue(1, properties: Ends(19));
        var told = _rig.On(new DeliveryInput.SessionEnded(S1));
        Assert.Equal(EventType.Rejected, Assert.Single(told.OfType<DeliveryEffect.Publish>()).Event.Type);
        Assert.Equal("EndsTheSession", Assert.Single(_rig.Confirm(told).OfType<DeliveryEffect.DeadLetter>()).Reason);
    }

    private static Dictionary<string, object> Ends(int ends) => new() { ["ccsbridge-ends"] = ends };

    private static IEnumerable<string> Sent(IReadOnlyList<DeliveryEffect> effects) => effects.OfType<DeliveryEffect.Send>().Select(send => send.MessageId);

    private static PutBackCopy Copy(IReadOnlyList<DeliveryEffect> effects) => Assert.Single(effects.OfType<DeliveryEffect.PutBack>()).Copy;
}
