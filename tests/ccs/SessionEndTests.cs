using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

public sealed class SessionEndTests
{
    [Theory]
    [InlineData("system-shutdown")]
    [InlineData("invalid-xml")]
    public void A_stream_error_drops_the_session_naming_the_condition(string condition) =>
        Assert.Equal($"stream error: {condition}", Dropped(Wire.Bound().Hears(StreamError(condition))));

    [Fact]
    public void A_conflict_is_rejected_since_a_person_must_look()
    {
        var over = Over(Wire.Bound().Hears(StreamError("conflict")));
        Assert.Contains("same resource", Assert.IsType<SessionOver.Rejected>(over).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_domain_that_the_endpoint_does_not_serve_is_rejected_naming_it()
    {
        var over = Over(Wire.Bound().Hears(StreamError("host-unknown")));
        Assert.Contains("gcm.googleapis.com", Assert.IsType<SessionOver.Rejected>(over).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_stream_is_closed_from_our_side_too()
    {
        var effects = Wire.Bound().Hears("</stream:stream>");
        Assert.Equal("</stream:stream>", Wire.Text(effects[0]));
        Assert.Equal("the endpoint closed the stream", Dropped(effects));
    }

    [Fact]
    public void A_transport_that_ends_inside_a_stanza_is_said_to()
    {
        Assert.Equal("reset by peer", Dropped(Wire.Bound().Loses()));
        var cut = Wire.Bound();
        cut.Hears("<message>");
        Assert.Equal("reset by peer, in the middle of a stanza", Dropped(cut.Loses()));
        Assert.Equal("connection refused", Dropped(new Wire().Loses("connection refused")));
    }

    [Theory]
    [InlineData("<message><!-- c --></message>", "the endpoint broke the protocol: a comment")]
    [InlineData("<unbound:prefix/>", "the endpoint broke the protocol: not well-formed XML at line 1, column 2")]
    public void A_broken_stream_is_dropped_and_nothing_after_it_is_heard(string xml, string reason)
    {
        var wire = Wire.Bound();
        wire.Submits("d-1");
        Assert.Equal(reason, Dropped(wire.Hears(xml, Wire.Ack("d-1"))));
        Assert.Empty(wire.Hears(Wire.Ack("d-1")));
        Assert.Empty(wire.Loses());
        Assert.Null(wire.Session.NextDue);
    }

    [Fact]
    public void A_stop_closes_the_stream_hears_what_is_still_answered_and_ends_when_the_endpoint_closes()
    {
        var wire = Wire.Bound();
        wire.WarmUp(4);
        wire.Submits("d-1");
        var stopped = wire.Stops();
        Assert.Equal("</stream:stream>", Wire.Text(stopped[0]));
        Assert.Equal(new SessionEffect.Room(0), stopped[1]);
        Assert.IsType<SessionEffect.Answered>(Assert.Single(wire.Hears(Wire.Ack("d-1"))));
        // Nothing can be said any more: what would need an ack is left to be sent again.
        Assert.IsType<SessionEffect.Note>(Assert.Single(wire.Hears(Wire.FromDevice("""{"from":"d","message_id":"m","category":"c"}"""))));
        Assert.Empty(wire.Hears("""<iq type="get" id="p"><ping xmlns="urn:xmpp:ping"/></iq>"""));
        Assert.Equal([new SessionEffect.Ended(new SessionOver.Stopped())], wire.Hears("</stream:stream>"));
    }

    [Fact]
    public void A_stop_waits_five_seconds_for_the_endpoint()
    {
        var wire = Wire.Bound();
        wire.Stops();
        Assert.Empty(wire.Stops());
        Assert.Empty(wire.After(seconds: 4));
        Assert.IsType<SessionOver.Stopped>(Over(wire.After(seconds: 1)));
    }

    [Fact]
    public void A_stop_before_the_transport_is_open_ends_at_once_and_a_lost_transport_ends_a_stop()
    {
        Assert.IsType<SessionOver.Stopped>(Over(new Wire().Stops()));
        var wire = new Wire();
        wire.Open();
        wire.Stops();
        Assert.IsType<SessionOver.Stopped>(Over(wire.Loses()));
    }

    private static string StreamError(string condition) =>
        $"""<stream:error><{condition} xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>""";

    private static string Dropped(IReadOnlyList<SessionEffect> effects) => Assert.IsType<SessionOver.Dropped>(Over(effects)).Reason;

    private static SessionOver Over(IReadOnlyList<SessionEffect> effects) => Assert.IsType<SessionEffect.Ended>(effects[^1]).Over;
}
