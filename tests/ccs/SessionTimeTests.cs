using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

/// <summary>The clock of these tests: answers within 30 s, a ping after 60 s of silence, its answer within 10 s.</summary>
public sealed class SessionTimeTests
{
    private const string Ping = """<iq type="get" id="ping-1" to="gcm.googleapis.com"><ping xmlns="urn:xmpp:ping"/></iq>""";
    private const string Pong = """<iq type="result" id="ping-1"/>""";

    private readonly Wire _wire = Wire.Bound();

    [Fact]
    public void Silence_is_pinged_and_anything_read_proves_the_link()
    {
        Assert.Equal(_wire.Now + TimeSpan.FromSeconds(60), _wire.Session.NextDue);
        Assert.Empty(_wire.After(seconds: 59));
        Assert.Equal(Ping, Wire.Text(Assert.Single(_wire.After(seconds: 1))));
        Assert.Equal(_wire.Now + TimeSpan.FromSeconds(10), _wire.Session.NextDue);
        Assert.Empty(_wire.After(seconds: 9));
        Assert.Empty(_wire.Hears(" "));
        Assert.Empty(_wire.After(seconds: 59));
        Assert.Contains("ping-2", Wire.Text(Assert.Single(_wire.After(seconds: 1))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_ping_without_any_answer_drops_the_session()
    {
        _wire.After(seconds: 60);
        Assert.Equal(
            [new SessionEffect.Ended(new SessionOver.Dropped("no answer to a ping within 10 s"))], _wire.After(seconds: 10));
    }

    [Fact]
    public void The_endpoints_pings_are_answered_its_other_requests_declined_and_a_space_is_let_be()
    {
        Assert.Equal(
            """<iq type="result" id="p&amp;1" to="ccs"/>""",
            Wire.Text(Assert.Single(_wire.Hears("""<iq type="get" id="p&amp;1" from="ccs"><ping xmlns="urn:xmpp:ping"/></iq>"""))));
        Assert.Equal(
            "<iq type='error' id='v'><error type='cancel'>"
            + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
            Wire.Text(Assert.Single(_wire.Hears("<iq type='get' id='v'><query xmlns='jabber:iq:version'/></iq>"))).Replace('"', '\''));
        Assert.Empty(_wire.Hears(" "));
    }

    [Fact]
    public void A_message_without_an_answer_on_a_living_link_is_unanswered_and_keeps_its_slot_until_the_late_answer()
    {
        _wire.WarmUp(4);
        _wire.Submits("d-1");
        _wire.After(seconds: 10);
        _wire.Hears(" ");
        Assert.Empty(_wire.After(seconds: 19));
        Assert.Equal([new SessionEffect.Unanswered("d-1")], _wire.After(seconds: 1));
        Assert.Equal((4, 1), (_wire.Session.WindowSize, _wire.Session.TimedOutSlots));

        Assert.Equal([new SessionEffect.AnsweredLate("d-1"), new SessionEffect.Room(4)], _wire.Hears(Wire.Ack("d-1")));
        Assert.Equal(0, _wire.Session.TimedOutSlots);
    }

    [Fact]
    public void With_nothing_read_since_the_send_the_link_is_asked_first()
    {
        _wire.WarmUp(4);
        _wire.Submits("d-1");
        Assert.Equal(Ping, Wire.Text(Assert.Single(_wire.After(seconds: 30))));
        Assert.Equal(_wire.Now + TimeSpan.FromSeconds(10), _wire.Session.NextDue);
        Assert.Empty(_wire.After(seconds: 5));
        Assert.Equal([new SessionEffect.Unanswered("d-1")], _wire.Hears(Pong));
    }

    [Fact]
    public void An_answer_that_comes_with_the_pong_is_in_time()
    {
        _wire.Submits("d-1");
        _wire.After(seconds: 30);
        Assert.IsType<SessionEffect.Answered>(_wire.Hears(Pong, Wire.Ack("d-1"))[0]);
    }

    [Fact]
    public void A_dead_link_is_dropped_and_reports_nothing_unanswered()
    {
        _wire.Submits("d-1");
        _wire.After(seconds: 30);
        Assert.IsType<SessionEffect.Ended>(Assert.Single(_wire.After(seconds: 10)));
    }

    [Fact]
    public void Each_message_has_its_own_time()
    {
        _wire.WarmUp(8);
        _wire.Submits("d-1");
        _wire.After(seconds: 10);
        _wire.Submits("d-2");
        _wire.After(seconds: 1);
        _wire.Hears(" ");
        Assert.Equal([new SessionEffect.Unanswered("d-1")], _wire.After(seconds: 19));
        Assert.Equal(_wire.Now + TimeSpan.FromSeconds(10), _wire.Session.NextDue);
        Assert.Equal([new SessionEffect.Unanswered("d-2")], _wire.After(seconds: 10));
    }
}
