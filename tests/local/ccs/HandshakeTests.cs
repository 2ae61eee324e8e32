using System.Text;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class HandshakeTests
{
    private const string Bind =
        """<iq type="set" id="b1"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>a</resource></bind></iq>""";

    private readonly EndpointRig _rig = new();

    public HandshakeTests() => _rig.On(new Input.Connected(1));

    [Fact]
    public void A_login_goes_as_the_reference_says()
    {
        Assert.Matches(
            """^<stream:stream from="gcm.googleapis.com" id="[0-9A-F]{16}" version="1.0" .*><stream:features>"""
            + "<mechanisms .*X-OAUTH2.*X-GOOGLE-TOKEN.*PLAIN.*</mechanisms></stream:features>$",
            _rig.Say(1, EndpointRig.Header));
        Assert.Equal(
            """<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>""",
            _rig.Say(1, EndpointRig.Auth("1234567890@gcm.googleapis.com", "key-1")));
        Assert.EndsWith(
            """<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/><session xmlns="urn:ietf:params:xml:ns:xmpp-session"/></stream:features>""",
            _rig.Say(1, EndpointRig.Header), StringComparison.Ordinal);
        Assert.Matches(
            """^<iq type="result" id="b1"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind">"""
            + "<jid>1234567890@gcm.googleapis.com/a[0-9A-F]{8}</jid></bind></iq>$",
            _rig.Say(1, Bind));
        Assert.Equal(
            """<iq type="result" id="s1" />""",
            _rig.Say(1, """<iq type="set" id="s1"><session xmlns="urn:ietf:params:xml:ns:xmpp-session"/></iq>"""));
    }

    [Theory]
    [InlineData("1234567890", "")]
    [InlineData("1234567890@fcm.googleapis.com", "")]
    [InlineData("1234567890@projects.gcm.android.com", "1234567890@gcm.googleapis.com")]
    public void User_names_may_have_any_domain_or_none(string user, string authorization)
    {
        var answer = _rig.Say(1, EndpointRig.Header + EndpointRig.Auth(user, "key-1", authorization));
        Assert.Contains("<success", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1234567890", "key-2", "PLAIN", "not-authorized")]
    [InlineData("999", "key-1", "PLAIN", "not-authorized")]
    [InlineData("1234567890", "key-1", "X-OAUTH2", "invalid-mechanism")]
    public void A_refused_login_is_told_why_and_closed(string user, string key, string mechanism, string condition)
    {
        var auth = EndpointRig.Auth(user, key).Replace("PLAIN", mechanism, StringComparison.Ordinal);
        var effects = _rig.Receive(1, EndpointRig.Header + auth);
        Assert.Matches(
            $"""<failure xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><{condition} /><text>.+</text></failure></stream:stream>$""",
            EndpointRig.Written(effects, 1));
        Assert.Contains(new Effect.Close(1), effects);
        Assert.Single(EndpointRig.Happened<Happening.LoginRefused>(effects));
        Assert.Empty(_rig.Receive(1, EndpointRig.Header));
    }

    [Fact]
    public void A_second_declaration_and_single_bytes_change_nothing()
    {
        var all = "<?xml version='1.0'?>" + EndpointRig.Header + EndpointRig.Auth("1234567890", "key-1")
            + "<?xml version='1.0'?>" + EndpointRig.Header + Bind;
        var effects = Encoding.UTF8.GetBytes(all).SelectMany(b => _rig.On(new Input.Received(1, new[] { b }))).ToArray();
        Assert.Single(EndpointRig.Happened<Happening.Bound>(effects));
    }

    [Fact]
    public void A_bind_without_id_and_resource_gets_eight_digits_and_no_id()
    {
        _rig.Receive(1, EndpointRig.Header + EndpointRig.Auth("1234567890", "key-1") + EndpointRig.Header);
        Assert.Matches(
            "^<iq type=\"result\"><bind xmlns=\"urn:ietf:params:xml:ns:xmpp-bind\"><jid>1234567890@gcm.googleapis.com/[0-9A-F]{8}</jid>",
            _rig.Say(1, """<iq type="set"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>"""));
    }

    [Fact]
    public void A_ping_is_answered_and_an_unknown_request_refused()
    {
        _rig.Bind(2);
        Assert.Equal("<iq type=\"result\" id=\"p\" />", _rig.Say(2, """<iq type="get" id="p"><ping xmlns="urn:xmpp:ping"/></iq>"""));
        var refused = _rig.Say(2, """<iq type="get" id="r"><query xmlns="jabber:iq:roster"/></iq>""");
        Assert.Contains("service-unavailable", refused, StringComparison.Ordinal);
        Assert.Contains("not-allowed", _rig.Say(2, Bind), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closing_tag_is_answered_and_the_connection_closed()
    {
        _rig.Bind(2);
        var effects = _rig.Receive(2, "</stream:stream>");
        Assert.Equal("</stream:stream>", EndpointRig.Written(effects, 2));
        Assert.Contains(new Effect.Close(2), effects);
    }

    [Theory]
    [InlineData("<message><gcm></message>", "invalid-xml")]
    [InlineData("<message>&unknown;</message>", "invalid-xml")]
    [InlineData("<x:message/>", "invalid-xml")]
    [InlineData("loose text", "invalid-xml")]
    [InlineData("<unheard-of/>", "unsupported-stanza-type")]
    public void A_broken_stanza_ends_the_stream(string xml, string condition)
    {
        _rig.Bind(2);
        var effects = _rig.Receive(2, xml);
        Assert.StartsWith(
            $"""<stream:error><{condition} xmlns="urn:ietf:params:xml:ns:xmpp-streams" />""",
            EndpointRig.Written(effects, 2), StringComparison.Ordinal);
        Assert.Contains(new Effect.Close(2), effects);
    }

    [Fact]
    public void A_stanza_before_the_login_is_refused_behind_a_header()
    {
        Assert.Contains("<not-authorized ", _rig.Say(1, EndpointRig.Header + "<message/>"), StringComparison.Ordinal);
        _rig.On(new Input.Connected(2));
        Assert.Matches("^<stream:stream .*<stream:error><invalid-xml ", _rig.Say(2, "GET / HTTP/1.1"));
    }

    [Fact]
    public void A_handshake_has_thirty_seconds()
    {
        Assert.Equal(_rig.Now.AddSeconds(30), _rig.NextDue);
        _rig.Now = _rig.Now.AddSeconds(30);
        Assert.Contains("<connection-timeout ", EndpointRig.Written(_rig.On(new Input.Tick()), 1), StringComparison.Ordinal);
        Assert.Null(_rig.NextDue);
    }

    [Fact]
    public void Spaces_keep_a_bound_connection_alive_both_ways()
    {
        var rig = new EndpointRig(s => s with { KeepAlive = TimeSpan.FromSeconds(20) });
        rig.Bind(1);
        Assert.Empty(rig.Receive(1, " \n"));
        rig.Now = rig.NextDue!.Value;
        Assert.Equal(" ", EndpointRig.Written(rig.On(new Input.Tick()), 1));
        Assert.Equal(rig.Now.AddSeconds(20), rig.NextDue);
    }

    [Fact]
    public void One_connection_too_many_is_closed_with_a_reason()
    {
        var rig = new EndpointRig(s => s with { MostConnections = 1 });
        rig.Bind(1);
        Assert.Contains("<resource-constraint ", EndpointRig.Written(rig.On(new Input.Connected(2)), 2), StringComparison.Ordinal);
    }
}
