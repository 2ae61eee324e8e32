using CcsBridge.Contracts;
using CcsBridge.Delivery;
using static CcsBridge.Tests.Delivery.Rig;

namespace CcsBridge.Tests.Delivery;

public sealed class DownstreamTests
{
    private readonly Rig _rig = new();

    [Fact]
    public void Nothing_is_asked_of_the_queue_while_no_session_is_ready()
    {
        Assert.Empty(_rig.Pass(TimeSpan.FromSeconds(1)));
        Assert.Equal([new DeliveryEffect.Credit(1)], _rig.Ready(S1));
        Assert.Equal([new DeliveryEffect.WithdrawCredit()], _rig.On(new DeliveryInput.SessionEnded(S1)));
    }

    [Fact]
    public void An_ack_is_told_first_and_the_message_completed_after_the_event_is_confirmed()
    {
        _rig.Ready(S1);
        var sent = Sent(_rig.Queue(1));
        var told = _rig.Answer(S1, sent.MessageId);
        Assert.Equal(EventType.Accepted, Told(told).Type);
        Assert.DoesNotContain(told, effect => effect is DeliveryEffect.Complete);
        Assert.Single(_rig.Confirm(told), effect => effect is DeliveryEffect.Complete);
    }

    [Fact]
    public void A_broadcasts_ack_is_not_told()
    {
        _rig.Ready(S1);
        var sent = Sent(_rig.Queue(1, properties: new() { ["ccsbridge-report"] = "failures" }));
        Assert.Single(_rig.Answer(S1, sent.MessageId), effect => effect is DeliveryEffect.Complete);
    }

    [Theory]
    [InlineData("INVALID_JSON", true)]
    [InlineData("SENDER_ID_MISMATCH", true)]
    [InlineData("STANZA_ERROR", true)]
    [InlineData("BAD_REGISTRATION", false)]
    [InlineData("DEVICE_UNREGISTERED", false)]
    public void A_final_refusal_is_told_and_then_dead_lettered_or_completed_by_the_table(string error, bool deadLettered)
    {
        _rig.Ready(S1);
        var told = _rig.Answer(S1, Sent(_rig.Queue(1)).MessageId, error);
        Assert.Equal(EventType.Rejected, Told(told).Type);
        var settled = _rig.Confirm(told);
        Assert.Equal(deadLettered ? error : null, settled.OfType<DeliveryEffect.DeadLetter>().SingleOrDefault()?.Reason);
        Assert.Equal(deadLettered ? 0 : 1, settled.OfType<DeliveryEffect.Complete>().Count());
    }

    [Theory]
    [InlineData("SERVICE_UNAVAILABLE")]
    [InlineData("A_CODE_OF_TOMORROW")]
    public void A_refusal_for_now_is_put_back_counted_and_completed_after_the_copy_is_confirmed(string error)
    {
        _rig.Ready(S1);
        var putBack = _rig.Answer(S1, Sent(_rig.Queue(1, id: "app-1")).MessageId, error);
        var copy = Assert.Single(putBack.OfType<DeliveryEffect.PutBack>()).Copy;
        Assert.InRange(copy.Due - Start, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        Assert.Equal(1, copy.Properties["ccsbridge-attempts"]);
        Assert.Equal("app-1", copy.Properties["ccsbridge-message-id"]);
        Assert.DoesNotContain(putBack, effect => effect is DeliveryEffect.Complete);
        Assert.Single(_rig.Confirm(putBack), effect => effect is DeliveryEffect.Complete);
    }

    [Fact]
    public void A_copy_carries_its_first_receipt_on_and_every_hop_has_its_own_id()
    {
        _rig.Ready(S1, 10);
        var first = Copy(_rig.Answer(S1, Sent(_rig.Queue(1)).MessageId, "SERVICE_UNAVAILABLE"));
        var second = Copy(_rig.Answer(S1, Sent(_rig.Queue(2, properties: new(first.Properties))).MessageId, "SERVICE_UNAVAILABLE"));
        Assert.Equal(first.Properties["ccsbridge-first"], second.Properties["ccsbridge-first"]);
        Assert.Equal([1, 2], new[] { first, second }.Select(copy => copy.Properties["ccsbridge-hop"]));
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public void After_the_last_attempt_it_is_told_and_dead_lettered()
    {
        var rig = new Rig(maxAttempts: 2);
        rig.Ready(S1, 10);
        var copy = Copy(rig.Answer(S1, Sent(rig.Queue(1)).MessageId, "SERVICE_UNAVAILABLE"));
        var told = rig.Answer(S1, Sent(rig.Queue(2, properties: new(copy.Properties))).MessageId, "SERVICE_UNAVAILABLE");
        Assert.Equal(EventType.Rejected, Told(told).Type);
        Assert.Equal(Policy.RetriesExhausted, rig.Confirm(told).OfType<DeliveryEffect.DeadLetter>().Single().Reason);
    }

    [Fact]
    public void What_is_not_answered_is_put_back_and_a_late_answer_settles_nothing()
    {
        _rig.Ready(S1);
        var sent = Sent(_rig.Queue(1));
        Assert.Single(_rig.On(new DeliveryInput.Unanswered(S1, sent.MessageId)), effect => effect is DeliveryEffect.PutBack);
        Assert.Empty(_rig.Answer(S1, sent.MessageId));
    }

    [Fact]
    public void The_copy_goes_on_another_session_while_its_id_is_on_the_first_ones_wire()
    {
        _rig.Ready(S1, 3);
        var sent = Sent(_rig.Queue(1));
        var copy = Copy(_rig.On(new DeliveryInput.Unanswered(S1, sent.MessageId)));
        _rig.Ready(S2);
        var again = _rig.Queue(2, properties: new(copy.Properties));
        Assert.Equal((S2, sent.MessageId), (Sent(again).Session, Sent(again).MessageId));
        Assert.DoesNotContain(again, effect => effect is DeliveryEffect.Retire);
    }

    [Fact]
    public void What_a_lost_session_left_unanswered_goes_first_in_the_order_of_first_writing()
    {
        _rig.Ready(S1, 3);
        var before = new[] { Sent(_rig.Queue(7)), Later(() => Sent(_rig.Queue(3))), Later(() => Sent(_rig.Queue(5))) };
        _rig.On(new DeliveryInput.SessionEnded(S1));
        _rig.Queue(1);
        _rig.On(new DeliveryInput.SessionReady(S2));
        var after = _rig.On(new DeliveryInput.Slots(S2, 4)).OfType<DeliveryEffect.Send>().Select(send => send.MessageId).ToList();
        Assert.Equal([.. before.Select(send => send.MessageId), "b-1"], after);
    }

    [Fact]
    public void A_redelivery_replaces_the_lock_and_is_not_sent_again()
    {
        _rig.Ready(S1);
        var sent = Sent(_rig.Queue(1));
        var again = _rig.Request(1);
        Assert.Empty(_rig.On(new DeliveryInput.Received(again)));
        Assert.Contains(new DeliveryEffect.Complete(again.LockToken), _rig.Confirm(_rig.Answer(S1, sent.MessageId)));
    }

    [Fact]
    public void Nothing_is_written_under_a_lock_that_is_over()
    {
        _rig.Queue(1);
        _rig.Now += TimeSpan.FromMinutes(2);
        Assert.DoesNotContain(_rig.Ready(S1), effect => effect is DeliveryEffect.Send);
    }

    [Fact]
    public void A_draining_refusal_sends_it_elsewhere_once_uncounted()
    {
        _rig.Ready(S1);
        var sent = Sent(_rig.Queue(1));
        Assert.Empty(_rig.Answer(S1, sent.MessageId, "CONNECTION_DRAINING"));
        var again = Sent(_rig.Ready(S2));
        Assert.Equal((S2, sent.MessageId), (again.Session, again.MessageId));
        Assert.Equal(1, Copy(_rig.Answer(S2, sent.MessageId, "CONNECTION_DRAINING")).Properties["ccsbridge-attempts"]);
    }

    [Fact]
    public void A_request_that_breaks_the_contract_is_told_and_dead_lettered_before_the_wire()
    {
        _rig.Ready(S1);
        var told = _rig.Queue(1, """{"to":"T","time_to_liv":1}""");
        Assert.DoesNotContain(told, effect => effect is DeliveryEffect.Send);
        var dead = Assert.Single(_rig.Confirm(told).OfType<DeliveryEffect.DeadLetter>());
        Assert.Equal(Refusal.Code, dead.Reason);
        Assert.Contains("time_to_live", dead.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broker_id_that_CCS_could_not_take_is_replaced_by_one_of_first_receipt()
    {
        _rig.Ready(S1);
        Assert.Equal(Ids.CcsMessage(new FirstReceipt("downstream", 1, Start)), Sent(_rig.Queue(1, id: "a\u0001b")).MessageId);
    }

    [Fact]
    public void An_outcome_event_that_is_refused_for_its_own_sake_is_told_without_its_optional_fields_and_then_held()
    {
        _rig.Ready(S1);
        var told = _rig.Answer(S1, Sent(_rig.Queue(1)).MessageId, "BAD_REGISTRATION");
        Assert.DoesNotContain(_rig.Bus(told, new BusAnswer.RefusedMessage("too large")), effect => effect is DeliveryEffect.Complete);
        var least = _rig.Pass(TimeSpan.Zero);
        Assert.Equal(Told(told).Id, Told(least).Id);
        Assert.DoesNotContain("as the endpoint says", System.Text.Encoding.UTF8.GetString(Told(least).Body.Span), StringComparison.Ordinal);
        _rig.Bus(least, new BusAnswer.RefusedMessage("too large"));
        Assert.Empty(_rig.Pass(TimeSpan.FromSeconds(59)));
        Assert.Single(_rig.Confirm(_rig.Pass(TimeSpan.FromSeconds(1))), effect => effect is DeliveryEffect.Complete);
    }

    [Fact]
    public void A_refusal_of_the_entity_holds_and_is_named_until_it_is_over()
    {
        _rig.Ready(S1);
        var told = _rig.Answer(S1, Sent(_rig.Queue(1)).MessageId);
        _rig.Bus(told, new BusAnswer.RefusedEntity("com.microsoft:entity-disabled", "the topic is disabled"));
        Assert.Equal("com.microsoft:entity-disabled", _rig.Core.HeldBecause);
        Assert.Single(_rig.Confirm(_rig.Pass(TimeSpan.FromSeconds(1))), effect => effect is DeliveryEffect.Complete);
        Assert.Null(_rig.Core.HeldBecause);
    }

    [Fact]
    public void A_request_of_a_newer_contract_that_we_cannot_read_is_given_back_with_a_delay()
    {
        _rig.Ready(S1);
        var copy = Copy(_rig.Queue(1, """{"to":"T","teleport":true}""", properties: new() { ["ccsbridge-version"] = 2 }));
        Assert.Equal((Start + TimeSpan.FromMinutes(5), 2), (copy.Due, copy.Properties["ccsbridge-version"]));
    }

    [Fact]
    public void A_body_that_is_no_bytes_at_all_is_dead_lettered_with_what_it_was()
    {
        var told = _rig.On(new DeliveryInput.Received(_rig.Request(1) with { UnreadableBody = "a map" }));
        Assert.Contains("a map", Assert.Single(_rig.Confirm(told).OfType<DeliveryEffect.DeadLetter>()).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_that_the_broker_refuses_for_its_own_sake_is_told_and_then_dead_lettered_in_its_place()
    {
        _rig.Ready(S1);
        var putBack = _rig.Answer(S1, Sent(_rig.Queue(1)).MessageId, "SERVICE_UNAVAILABLE");
        var told = _rig.Bus(putBack, new BusAnswer.RefusedMessage("too large"));
        Assert.Empty(told.OfType<DeliveryEffect.DeadLetter>());
        var settled = _rig.Confirm(told);
        Assert.Equal(Policy.PutBackRefused, settled.OfType<DeliveryEffect.DeadLetter>().Single().Reason);
    }

    [Fact]
    public void A_session_on_which_its_answer_is_overdue_is_replaced_for_it()
    {
        _rig.Ready(S1, slots: 4);
        _rig.Queue(1, id: "d-1");
        var silent = _rig.On(new DeliveryInput.Unanswered(S1, "d-1"));
        Assert.DoesNotContain(silent, effect => effect is DeliveryEffect.Retire);
        var again = _rig.Queue(2, id: "d-1");
        Assert.Equal(S1, Assert.Single(again.OfType<DeliveryEffect.Retire>()).Session);
        Assert.DoesNotContain(_rig.Pass(TimeSpan.FromSeconds(1)), effect => effect is DeliveryEffect.Retire);
        Assert.Equal(S2, Sent(_rig.Ready(S2)).Session);
    }

    [Fact]
    public void The_time_to_live_that_is_left_goes_out_rounded_up()
    {
        _rig.Queue(1, """{"to":"T","time_to_live":60}""", ttl: TimeSpan.FromSeconds(90));
        _rig.Queue(2, """{"to":"T","time_to_live":600}""", ttl: TimeSpan.FromSeconds(90));
        _rig.Now += TimeSpan.FromSeconds(0.5);
        Assert.Equal([60, 90], _rig.Ready(S1, 2).OfType<DeliveryEffect.Send>().Select(send => send.Request.TimeToLive!.Value));
    }

    [Fact]
    public void What_could_not_be_sent_in_its_time_is_told_as_expired_and_completed()
    {
        _rig.Queue(1, """{"to":"T","time_to_live":60}""");
        var told = _rig.Pass(TimeSpan.FromSeconds(60));
        Assert.Contains("EXPIRED", System.Text.Encoding.UTF8.GetString(Told(told).Body.Span), StringComparison.Ordinal);
        Assert.Single(_rig.Confirm(told), effect => effect is DeliveryEffect.Complete);
    }

    [Fact]
    public void Now_or_never_is_never_put_back()
    {
        _rig.Ready(S1);
        var sent = Sent(_rig.Queue(1, """{"to":"T","time_to_live":0}"""));
        Assert.Equal(0, sent.Request.TimeToLive);
        Assert.Equal(EventType.Rejected, Told(_rig.Answer(S1, sent.MessageId, "SERVICE_UNAVAILABLE")).Type);
    }

    [Fact]
    public void No_more_is_held_than_twice_the_window_while_the_topic_refuses()
    {
        var rig = new Rig(window: 4);
        var granted = Granted(rig.Ready(S1, 4));
        for (var sequence = 1; sequence <= granted; sequence++)
        {
            granted += Granted(rig.Queue(sequence));
            var told = rig.Answer(S1, $"b-{sequence}");
            granted += Granted(rig.Bus(told, new BusAnswer.NotConfirmed("busy"))) + Granted(rig.On(new DeliveryInput.Slots(S1, 1)));
        }

        Assert.Equal(8, granted);
    }

    [Fact]
    public void A_stop_gives_back_what_was_never_written_and_waits_for_what_was()
    {
        _rig.Ready(S1);
        var sent = Sent(_rig.Queue(1));
        _rig.Queue(2);
        Assert.Single(_rig.On(new DeliveryInput.Stopping()), effect => effect is DeliveryEffect.Release);
        Assert.False(_rig.Core.IsIdle);
        var completed = _rig.Confirm(_rig.Answer(S1, sent.MessageId)).OfType<DeliveryEffect.Complete>().Single();
        _rig.On(new DeliveryInput.Settled(completed.LockToken, LockLost: false));
        Assert.True(_rig.Core.IsIdle);
    }

    [Fact]
    public void With_no_session_for_five_minutes_the_unwritten_is_given_back()
    {
        _rig.Ready(S1);
        _rig.On(new DeliveryInput.SessionEnded(S1));
        _rig.Now += TimeSpan.FromMinutes(4.5);
        _rig.Queue(1);
        Assert.Single(_rig.Pass(TimeSpan.FromSeconds(30)), effect => effect is DeliveryEffect.Release);
        Assert.Null(_rig.Core.NextDue);
    }

    private DeliveryEffect.Send Later(Func<DeliveryEffect.Send> act)
    {
        _rig.Now += TimeSpan.FromMilliseconds(1);
        return act();
    }

    private static DeliveryEffect.Send Sent(IReadOnlyList<DeliveryEffect> effects) => Assert.Single(effects.OfType<DeliveryEffect.Send>());

    private static BridgeEvent Told(IReadOnlyList<DeliveryEffect> effects) => Assert.Single(effects.OfType<DeliveryEffect.Publish>()).Event;

    private static PutBackCopy Copy(IReadOnlyList<DeliveryEffect> effects) => Assert.Single(effects.OfType<DeliveryEffect.PutBack>()).Copy;

    private static int Granted(IReadOnlyList<DeliveryEffect> effects) => effects.OfType<DeliveryEffect.Credit>().Sum(credit => credit.More);
}
