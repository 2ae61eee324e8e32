using System.Text;
using System.Xml.Linq;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class DownstreamTests
{
    private static readonly string[] Members =
        ["message_status", "original_message_id", "device_registration_id", "message_sent_timestamp"];

    private readonly EndpointRig _rig = new();

    public DownstreamTests() => _rig.Bind(1);

    [Fact]
    public void A_message_is_acked_untyped_and_prefixed_and_the_phone_has_it()
    {
        var written = _rig.Downstream(
            1, """{"to":"phone-anna-token","message_id":"d-1","data":{"k":"<&\u2028","n":5},"collapse_key":"c"}""");
        Assert.Equal(
            """<message><data:gcm xmlns:data="google:mobile:data">"""
            + """{"from":"phone-anna-token","message_id":"d-1","message_type":"ack"}</data:gcm></message>""",
            written.Replace("&quot;", "\"", StringComparison.Ordinal));
        var got = Assert.Single(_rig.Anna.Inbox.After(0));
        Assert.Equal(
            (1, "d-1", "1234567890", "<&\u2028", "5", "c"),
            (got.Number, got.MessageId, got.From, got.Data["k"], got.Data["n"], got.CollapseKey));
    }

    [Theory]
    [InlineData("""{"message_id":"d"}""", "Missing Required Field: to")]
    [InlineData("""{"to":"","message_id":"d"}""", "not empty")]
    [InlineData("""{"to":"t","condition":"'a' in topics","message_id":"d"}""", "Both")]
    [InlineData("""{"registration_ids":["t"],"message_id":"d"}""", "HTTP")]
    [InlineData("""{"to":"t","message_id":"d","time_to_live":2419201}""", "2419200")]
    [InlineData("""{"to":"t","message_id":"d","time_to_live":-1}""", "2419200")]
    [InlineData("""{"to":"t","message_id":"d","time_to_live":1.5}""", "2419200")]
    [InlineData("""{"to":"t","message_id":"d","data":"x"}""", "must be an object")]
    [InlineData("""{"to":"t","message_id":"d","data":{"from":"x"}}""", "reserved")]
    [InlineData("""{"to":"t","message_id":"d","data":{"google.x":"x"}}""", "reserved")]
    [InlineData("""{"to":"t","message_id":"d","data":{"gcmx":"x"}}""", "reserved")]
    [InlineData("""{"to":"t","message_id":"d","priority":"urgent"}""", "normal and high")]
    [InlineData("""{"to":"t","message_id":"d","dry_run":"yes"}""", "true or false")]
    public void A_broken_rule_is_INVALID_JSON_and_says_which(string json, string why)
    {
        var nack = EndpointRig.Json(_rig.Downstream(1, json));
        Assert.Equal("INVALID_JSON", nack.GetProperty("error").GetString());
        Assert.Contains(why, nack.GetProperty("error_description").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EndpointRig.Token, 4096, null)]
    [InlineData(EndpointRig.Token, 4097, "INVALID_JSON")]
    [InlineData("/topics/news", 2048, null)]
    [InlineData("/topics/news", 2049, "INVALID_JSON")]
    public void The_payload_is_bounded_in_bytes(string to, int bytes, string? error)
    {
        var value = "é" + new string('x', bytes - 3);
        Assert.Equal(error, EndpointRig.Error(_rig.Downstream(1, $$$"""{"to":"{{{to}}}","message_id":"d","data":{"k":"{{{value}}}"}}""")));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("""{"to":"t","data":{"k":"v"}}""")]
    [InlineData("""{"to":"t","message_id":7}""")]
    [InlineData("""{"to":"t","message_id":"d","data":{"k":"\ud800"}}""")]
    [InlineData("""{"to":"t","message_id":"d","message_type":"nack"}""")]
    public void What_cannot_be_tied_to_an_id_comes_back_as_a_stanza_error(string json)
    {
        var error = XElement.Parse(_rig.Say(1, EndpointRig.Message(json, id: "s-9")));
        Assert.Equal(("error", "s-9"), ((string?)error.Attribute("type"), (string?)error.Attribute("id")));
        var fault = error.Element("error")!;
        Assert.StartsWith("1234567890@gcm.googleapis.com/", (string?)error.Attribute("to"), StringComparison.Ordinal);
        Assert.Equal(json, error.Element(XName.Get("gcm", "google:mobile:data"))!.Value);
        Assert.Equal("400", (string?)fault.Attribute("code"));
        var text = (string?)fault.Element(XName.Get("text", "urn:ietf:params:xml:ns:xmpp-stanzas"));
        Assert.StartsWith("InvalidJson: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stanza_error_is_never_answered() => Assert.Equal("", _rig.Say(1, """<message type="error"/>"""));

    [Fact]
    public void Tokens_are_unknown_gone_or_anothers()
    {
        Assert.Equal("BAD_REGISTRATION", EndpointRig.Error(_rig.Downstream(1, """{"to":"nobody","message_id":"d-1"}""")));
        _rig.Bind(2, "2222");
        Assert.Equal("BAD_REGISTRATION", EndpointRig.Error(_rig.Downstream(2, """{"to":"phone-anna-token","message_id":"d-1"}""")));
        _rig.Anna.Uninstall();
        Assert.Equal("DEVICE_UNREGISTERED", EndpointRig.Error(_rig.Downstream(1, """{"to":"phone-anna-token","message_id":"d-2"}""")));
        _rig.Phones.Install("anna");
        Assert.Equal("DEVICE_UNREGISTERED", EndpointRig.Error(_rig.Downstream(1, """{"to":"phone-anna-token","message_id":"d-3"}""")));
        Assert.Null(EndpointRig.Error(_rig.Downstream(1, """{"to":"phone-anna-token-2","message_id":"d-4","time_to_live":"600"}""")));
    }

    [Theory]
    [InlineData("\"to\":\"/topics/news\"")]
    [InlineData("\"condition\":\"'a' in topics\"")]
    [InlineData("\"to\":\"phone-anna-token\",\"dry_run\":true")]
    public void Topics_and_dry_runs_are_accepted_and_reach_no_phone(string target)
    {
        var answer = EndpointRig.Json(_rig.Downstream(1, $$"""{{{target}},"message_id":"d-1"}"""));
        Assert.Equal("ack", answer.GetProperty("message_type").GetString());
        Assert.Empty(_rig.Anna.Inbox.After(0));
    }

    [Fact]
    public void A_receipt_follows_and_wants_its_ack_with_the_prefix()
    {
        const string Request = """{"to":"phone-anna-token","message_id":"d-1","delivery_receipt_requested":true}""";
        var written = _rig.Receive(1, EndpointRig.Message(Request)).OfType<Effect.Write>().Last();
        var receipt = EndpointRig.Json(Encoding.UTF8.GetString(written.Bytes.Span));
        Assert.Equal("receipt gcm.googleapis.com dr2:d-1",
            $"{receipt.GetProperty("message_type")} {receipt.GetProperty("from")} {receipt.GetProperty("message_id")}");
        var data = receipt.GetProperty("data");
        Assert.Equal($"MESSAGE_SENT_TO_DEVICE d-1 phone-anna-token {_rig.Now.ToUnixTimeMilliseconds()}",
            string.Join(' ', Members.Select(m => data.GetProperty(m))));
        Assert.Equal("", _rig.Ack(1, "dr2:d-1", to: "gcm.googleapis.com"));
    }

    [Fact]
    public void A_message_over_the_window_ends_the_stream()
    {
        var rig = new EndpointRig(s => s with { DownstreamWindow = 2 });
        rig.Bind(1);
        rig.On(new Input.Hold(new HoldPoint.Answers()));
        rig.Downstream(1, """{"to":"phone-anna-token","message_id":"d-1"}""");
        rig.Downstream(1, """{"to":"phone-anna-token","message_id":"d-2"}""");
        var third = rig.Downstream(1, """{"to":"phone-anna-token","message_id":"d-3"}""");
        Assert.Contains("<policy-violation ", third, StringComparison.Ordinal);
        Assert.Equal(2, rig.Anna.Inbox.LastNumber);
    }

    [Fact]
    public void One_id_cannot_be_unanswered_twice_on_one_connection()
    {
        _rig.On(new Input.Hold(new HoldPoint.Answers()));
        _rig.Downstream(1, """{"to":"phone-anna-token","message_id":"d-1"}""");
        Assert.Contains("type=\"error\"", _rig.Downstream(1, """{"to":"phone-anna-token","message_id":"d-1"}"""), StringComparison.Ordinal);
        Assert.Equal(1, _rig.Anna.Inbox.LastNumber);
    }
}
