using CcsBridge.Delivery;
using static CcsBridge.Tests.Delivery.Rig;

namespace CcsBridge.Tests.Delivery.Sequences;

/// <summary>
/// The shortest sequences that broke an earlier text of the delivery rules, two of them here: things come in an order that nobody expects.
/// </summary>
public sealed class OrderSequencesTests
{
    private readonly Rig _rig = new();

    [Fact]
    public void V1_A_copy_that_arrives_before_its_original_is_completed_is_another_message()
    {
        _rig.Ready(S1, 2);
        var original = _rig.Request(1);
        _rig.On(new DeliveryInput.Received(original));
        var putBack = _rig.Answer(S1, "b-1", "SERVICE_UNAVAILABLE");
        var copy = putBack.OfType<DeliveryEffect.PutBack>().Single().Copy;
        Assert.InRange(copy.Due - Start, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));

        // The queue has the copy and gives it out; its word for the copy comes after it.
        _rig.Now = copy.Due;
        var twin = _rig.Request(2, id: copy.Id, properties: new(copy.Properties));
        Assert.Single(_rig.On(new DeliveryInput.Received(twin)), effect => effect is DeliveryEffect.Send { MessageId: "b-1" });
        Assert.Equal([new DeliveryEffect.Complete(original.LockToken)], Settled(_rig.Confirm(putBack)));
        _rig.On(new DeliveryInput.Settled(original.LockToken, LockLost: false));
        Assert.False(_rig.Core.IsIdle);

        Assert.Equal([new DeliveryEffect.Complete(twin.LockToken)], Settled(_rig.Confirm(_rig.Answer(S1, "b-1"))));
        _rig.On(new DeliveryInput.Settled(twin.LockToken, LockLost: false));
        Assert.True(_rig.Core.IsIdle);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void V5_An_old_copy_read_last_takes_the_ack_from_no_live_session(bool theOldOneEnds)
    {
        var unacknowledged = new HashSet<SessionId> { S1, S2 };
        _rig.Ready(S1);
        _rig.Ready(S2);

        // The endpoint sends it again on the second session; that one's copy is read first.
        var told = _rig.FromDevice(S2, "u-31");
        Assert.Empty(_rig.FromDevice(S1, "u-31"));
        if (theOldOneEnds)
        {
            _rig.On(new DeliveryInput.SessionEnded(S1));
            unacknowledged.Remove(S1);
        }

        var acknowledged = _rig.Confirm(told).OfType<DeliveryEffect.Acknowledge>().Select(ack => ack.Session).ToList();
        Assert.Equal(unacknowledged, acknowledged.ToHashSet());
        Assert.Equal(unacknowledged.Count, acknowledged.Count);
        Assert.True(_rig.Core.IsIdle);
    }

    private static IEnumerable<DeliveryEffect> Settled(IReadOnlyList<DeliveryEffect> effects) =>
        effects.Where(effect => effect is DeliveryEffect.Complete or DeliveryEffect.DeadLetter or DeliveryEffect.Release);
}
