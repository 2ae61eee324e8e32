using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

public sealed class CcsSessionTests
{
    private const string Upstream = """{"category":"app","from":"dev-1","message_id":"m-1","data":{"k":"v"}}""";

    [Fact]
    public void An_upstream_message_is_acknowledged_only_after_the_broker_has_it_and_once()
    {
        var wire = Wire.Bound();
        Assert.IsType<SessionEffect.Upstream>(Assert.Single(wire.Hears(Wire.FromDevice(Upstream))));
        Assert.Equal(
            """<message><gcm xmlns="google:mobile:data">{"to":"dev-1","message_id":"m-1","message_type":"ack"}</gcm></message>""",
            Wire.Text(Assert.Single(wire.IsPublished("dev-1", "m-1"))).Replace("&quot;", "\""));
        Assert.IsType<SessionEffect.Note>(Assert.Single(wire.IsPublished("dev-1", "m-1")));
    }

    [Fact]
    public void An_id_that_came_twice_is_acknowledged_when_both_are_published_and_then_twice()
    {
        var wire = Wire.Bound();
        wire.Hears(Wire.FromDevice(Upstream));
        wire.Hears(Wire.FromDevice(Upstream.Replace("\"v\"", "\"after a restart of the app\"")));
        Assert.Empty(wire.IsPublished("dev-1", "m-1"));
        var acks = wire.IsPublished("dev-1", "m-1");
        Assert.Equal(2, acks.Count);
        Assert.All(acks, ack => Assert.Contains("m-1", Wire.Text(ack), StringComparison.Ordinal));
        Assert.IsType<SessionEffect.Note>(Assert.Single(wire.IsPublished("dev-1", "m-1")));
    }

    [Fact]
    public void Only_what_came_on_this_session_is_acknowledged()
    {
        var wire = Wire.Bound();
        wire.Hears(Wire.FromDevice(Upstream));
        Assert.IsType<SessionEffect.Note>(Assert.Single(wire.IsPublished("dev-2", "m-1")));
        Assert.IsType<SessionEffect.Note>(Assert.Single(Wire.Bound().IsPublished("dev-1", "m-1")));
    }

    [Fact]
    public void A_malformed_message_and_a_receipt_are_acknowledged_like_any_other()
    {
        var wire = Wire.Bound();
        Assert.IsType<SessionEffect.Malformed>(Assert.Single(wire.Hears(Wire.FromDevice("""{"from":"dev-1","message_id":"m-1"}"""))));
        Assert.IsType<SessionEffect.Write>(Assert.Single(wire.IsPublished("dev-1", "m-1")));
        Assert.IsType<SessionEffect.Receipt>(Assert.Single(wire.Hears(
            Wire.FromDevice("""{"message_type":"receipt","from":"gcm.googleapis.com","message_id":"dr2:d-1","data":{}}"""))));
        Assert.Contains("dr2:d-1", Wire.Text(Assert.Single(wire.IsPublished("gcm.googleapis.com", "dr2:d-1"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_takes_a_slot_and_its_answer_frees_it_and_widens_the_window()
    {
        var wire = Wire.Bound();
        var sent = wire.Submits("d-1", """{"to":"a&b","message_id":"d-1"}""");
        Assert.Equal(
            """<message id="d-1"><gcm xmlns="google:mobile:data">{"to":"a&amp;b","message_id":"d-1"}</gcm></message>""",
            Wire.Text(sent[0]).Replace("&quot;", "\""));
        Assert.Equal(new SessionEffect.Room(0), sent[1]);
        Assert.Equal(
            [new SessionEffect.Answered("d-1", new Answer.Accepted(null)), new SessionEffect.Room(2)], wire.Hears(Wire.Ack("d-1")));
    }

    [Fact]
    public void An_error_stanza_answers_the_message_of_its_id()
    {
        var wire = Wire.Bound();
        wire.Submits("d-1");
        Assert.Equal(
            new SessionEffect.Answered("d-1", new Answer.StanzaError("wait", "resource-constraint", null)),
            wire.Hears(
                "<message id='d-1' type='error'><error type='wait'>",
                "<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>")[0]);
    }

    [Fact]
    public void A_device_that_claims_to_be_an_ack_acknowledges_nothing()
    {
        var wire = Wire.Bound();
        wire.Submits("d-1");
        var spoof = """{"category":"app","from":"dev-1","message_id":"d-1","message_type":"ack","data":{}}""";
        Assert.IsType<SessionEffect.Upstream>(Assert.Single(wire.Hears(Wire.FromDevice(spoof))));
        Assert.IsType<SessionEffect.Answered>(wire.Hears(Wire.Ack("d-1"))[0]);
    }

    [Fact]
    public void Answers_to_nothing_in_flight_and_bad_acks_free_no_slot()
    {
        var wire = Wire.Bound();
        wire.Submits("d-1");
        Assert.IsType<SessionEffect.Note>(Assert.Single(wire.Hears(Wire.Ack("d-2"))));
        Assert.IsType<SessionEffect.Note>(Assert.Single(wire.Hears(Wire.Nack("d-1", "BAD_ACK"))));
        Assert.Throws<InvalidOperationException>(() => wire.Submits("d-3"));
    }

    [Fact]
    public void Equal_notes_in_a_row_are_one_with_their_number()
    {
        const string Presence = "a <presence> stanza means nothing here";
        const string Other = "a <other> stanza means nothing here";
        var effects = Wire.Bound().Hears(
            string.Concat(Enumerable.Repeat("<presence/>", 12)), Wire.FromDevice(Upstream), "<presence/>", "<other/>", "<other/>");
        Assert.IsType<SessionEffect.Upstream>(effects[1]);
        Assert.Equal(
            [$"{Presence} (12 times)", Presence, $"{Other} (2 times)"], effects.OfType<SessionEffect.Note>().Select(note => note.Text));
        Assert.Equal(4, effects.Count);
    }

    [Fact]
    public void A_submission_without_a_session_or_room_is_a_bug()
    {
        Assert.Throws<InvalidOperationException>(() => new Wire().Submits("d-1"));
        var over = Wire.Bound();
        over.Loses();
        Assert.Throws<InvalidOperationException>(() => over.Submits("d-1"));
    }

    [Fact]
    public void Draining_ends_the_room_once_while_reading_acknowledging_and_answers_go_on()
    {
        var wire = Wire.Bound();
        wire.WarmUp(4);
        wire.Submits("d-1");
        wire.Submits("d-2");
        Assert.Equal(
            [
                new SessionEffect.Answered("d-1", new Answer.Refused("CONNECTION_DRAINING", null)),
                new SessionEffect.Draining(),
                new SessionEffect.Room(0),
            ],
            wire.Hears(Wire.Nack("d-1", "CONNECTION_DRAINING")));
        Assert.Empty(wire.Hears(Wire.FromEndpoint("""{"message_type":"control","control_type":"CONNECTION_DRAINING"}""")));
        Assert.IsType<SessionEffect.Answered>(Assert.Single(wire.Hears(Wire.Ack("d-2"))));
        Assert.IsType<SessionEffect.Upstream>(Assert.Single(wire.Hears(Wire.FromDevice(Upstream))));
        Assert.IsType<SessionEffect.Write>(Assert.Single(wire.IsPublished("dev-1", "m-1")));
        Assert.Throws<InvalidOperationException>(() => wire.Submits("d-3"));
    }

    [Fact]
    public void One_read_may_hold_many_stanzas_and_a_read_may_end_anywhere()
    {
        var wire = Wire.Bound();
        wire.WarmUp(2);
        wire.Submits("d-1");
        wire.Submits("d-2");
        var both = Wire.Ack("d-1") + Wire.Ack("d-2");
        Assert.Empty(wire.Hears(both[..50]));
        Assert.Equal(["d-1", "d-2"], wire.Hears(both[50..]).OfType<SessionEffect.Answered>().Select(a => a.MessageId));
    }
}
