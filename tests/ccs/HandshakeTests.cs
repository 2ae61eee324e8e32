using System.Text;
using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

public sealed class HandshakeTests
{
    private readonly Wire _wire = new();

    [Fact]
    public void The_login_runs_header_auth_header_bind_and_ends_with_the_endpoints_jid_and_one_slot()
    {
        Assert.Equal(
            "<stream:stream to='gcm.googleapis.com' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
            Wire.Text(Assert.Single(_wire.Open())).Replace('"', '\''));

        var auth = Assert.Single(_wire.Hears("<?xml version='1.0' encoding='utf-8'?>", Wire.Header, Wire.Mechanisms));
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes("\01234567890@gcm.googleapis.com\0the-key"));
        Assert.Equal($"""<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">{credentials}</auth>""", Wire.Text(auth));
        Assert.True(Assert.IsType<SessionEffect.Write>(auth).Secret);

        Assert.StartsWith("<stream:stream ", Wire.Text(Assert.Single(_wire.Hears(Wire.Success))));
        Assert.Equal(
            """<iq type="set" id="bind-1"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>bridge</resource></bind></iq>""",
            Wire.Text(Assert.Single(_wire.Hears("<?xml version='1.0'?>", Wire.Header, Wire.Features))));
        Assert.Equal(
            [new SessionEffect.Bound("1234567890@gcm.googleapis.com/bridge5C1E90B7"), new SessionEffect.Room(1)],
            _wire.Hears(Wire.BindResult));
    }

    [Fact]
    public void A_prefix_of_the_endpoints_choice_is_as_good_as_ours()
    {
        _wire.Open();
        var effects = _wire.Hears(
            "<str:stream version='1.0' xmlns:str='http://etherx.jabber.org/streams' ",
            "xmlns='jabber:client' xmlns:s='urn:ietf:params:xml:ns:xmpp-sasl'>",
            "<str:features><s:mechanisms><s:mechanism>PLAIN</s:mechanism></s:mechanisms></str:features>");
        Assert.StartsWith("<auth", Wire.Text(Assert.Single(effects)));
    }

    [Theory]
    [InlineData("<not-authorized/>", "login refused: not-authorized", "check the key of sender 1234567890")]
    [InlineData(
        "<not-authorized/><text>Project 1234567890 not whitelisted.</text>",
        "login refused: not-authorized: Project 1234567890 not whitelisted.",
        "ask the endpoint's operator to admit sender 1234567890; it is known there but not allowed to connect")]
    [InlineData(
        "<encryption-required/>", "login refused: encryption-required",
        "set TLS to Direct, and the port to that on which it begins with the first byte; STARTTLS is not spoken here")]
    [InlineData(
        "<aborted/><text>bad the-key</text>", "login refused: aborted: bad ***", "check id and key of sender 1234567890, and the domain")]
    public void A_refused_login_is_rejected_with_the_endpoints_words_and_a_remedy(string failure, string reason, string remedy)
    {
        _wire.Open();
        _wire.Hears(Wire.Header, Wire.Mechanisms);
        Assert.Equal(
            [Ended(new SessionOver.Rejected(reason, remedy))],
            _wire.Hears($"""<failure xmlns="urn:ietf:params:xml:ns:xmpp-sasl">{failure}</failure>"""));
    }

    [Theory]
    [InlineData("""<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"><required/></starttls>""", "this endpoint expects STARTTLS")]
    [InlineData(
        """<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>X-OAUTH2</mechanism></mechanisms>""",
        "the endpoint offers no PLAIN login, only: X-OAUTH2")]
    public void Without_a_plain_login_the_session_is_rejected(string features, string reason)
    {
        _wire.Open();
        var effect = Assert.Single(_wire.Hears(Wire.Header, $"<stream:features>{features}</stream:features>"));
        Assert.Equal(reason, Assert.IsType<SessionOver.Rejected>(Assert.IsType<SessionEffect.Ended>(effect).Over).Reason);
    }

    [Fact]
    public void A_login_that_the_endpoint_repeats_whole_is_masked()
    {
        _wire.Open();
        _wire.Hears(Wire.Header, Wire.Mechanisms);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes("\01234567890@gcm.googleapis.com\0the-key"));
        var effect = Assert.Single(_wire.Hears(
            $"""<failure xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><aborted/><text>got {credentials}</text></failure>"""));
        Assert.Equal("login refused: aborted: got ***", Assert.IsType<SessionOver.Rejected>(Assert.IsType<SessionEffect.Ended>(effect).Over).Reason);
    }

    [Fact]
    public void An_endpoint_that_answers_plaintext_with_a_TLS_alert_is_rejected_with_the_setting()
    {
        _wire.Open();
        Assert.Equal(
            Ended(new SessionOver.Rejected("the endpoint answered plaintext with TLS", "set TLS to Direct: on this port it begins with the first byte")),
            Assert.Single(_wire.Hears("\u0015\u0003\u0001\0\u0002\u0002\u0046")));
    }

    [Fact]
    public void Whoever_says_nothing_or_no_XMPP_may_not_be_a_CCS_endpoint()
    {
        _wire.Open();
        Assert.Equal(
            [Ended(new SessionOver.Dropped("reset by peer, while waiting for its stream header (check that host, port and TLS are those of a CCS endpoint)"))],
            _wire.Loses());
    }

    [Fact]
    public void A_refused_resource_is_rejected_naming_the_condition()
    {
        _wire.Open();
        _wire.Hears(Wire.Header, Wire.Mechanisms, Wire.Success, Wire.Header, Wire.Features);
        var effect = Assert.Single(_wire.Hears(
            "<iq type='error' id='bind-1'><error type='wait'>",
            "<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"));
        Assert.Equal(
            "the endpoint refused the resource: resource-constraint",
            Assert.IsType<SessionOver.Rejected>(Assert.IsType<SessionEffect.Ended>(effect).Over).Reason);
    }

    [Theory]
    [InlineData("<presence/>", "the endpoint sent <presence> in place of its login mechanisms")]
    [InlineData("</stream:stream>", "the endpoint closed the stream, while waiting for its login mechanisms")]
    [InlineData("<!-- c -->", "the endpoint broke the protocol: a comment, while waiting for its login mechanisms")]
    public void Anything_out_of_order_drops_the_session_and_says_what_was_awaited(string xml, string reason)
    {
        _wire.Open();
        Assert.Equal(Ended(new SessionOver.Dropped(reason)), _wire.Hears(Wire.Header, xml)[^1]);
    }

    [Fact]
    public void A_login_that_takes_30_seconds_is_dropped()
    {
        _wire.Open();
        _wire.Hears(Wire.Header);
        Assert.Equal(_wire.Now + TimeSpan.FromSeconds(30), _wire.Session.NextDue);
        Assert.Empty(_wire.After(seconds: 29));
        Assert.Equal(
            [Ended(new SessionOver.Dropped("no login within 30 s, while waiting for its login mechanisms"))], _wire.After(seconds: 1));
        Assert.Null(_wire.Session.NextDue);
    }

    [Fact]
    public void Settings_do_not_show_their_key() => Assert.DoesNotContain("the-key", Wire.Settings().ToString(), StringComparison.Ordinal);

    private static SessionEffect.Ended Ended(SessionOver over) => new(over);
}
