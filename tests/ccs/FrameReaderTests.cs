using System.Xml.Linq;
using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

public sealed class FrameReaderTests
{
    [Theory]
    [InlineData("""<message><data:gcm xmlns:data="google:mobile:data">{0}</data:gcm></message>""")]
    [InlineData("""<message id=""><gcm xmlns="google:mobile:data">{0}</gcm></message>""")]
    [InlineData("""<message><gcm xmlns="google:mobile:data"><![CDATA[{0}]]></gcm></message>""")]
    public void Both_shapes_of_an_answer_are_read(string shape)
    {
        var ack = """{"from":"dev-1","message_id":"d-1","message_type":"ack","registration_id":"dev-2"}""";
        Assert.Equal(new Frame.Answered("d-1", new Answer.Accepted("dev-2")), Read(shape.Replace("{0}", ack)));
    }

    [Theory]
    [InlineData("BAD_REGISTRATION", "BAD_REGISTRATION", null)]
    [InlineData("InvalidJson : INVALID_TTL : Invalid value", "INVALID_TTL", "InvalidJson : INVALID_TTL : Invalid value")]
    [InlineData("NEW_CODE", "NEW_CODE", null)]
    [InlineData("", "INTERNAL_SERVER_ERROR", "")]
    public void A_nack_gives_the_first_known_code_or_what_stands_there(string said, string code, string? description) =>
        Assert.Equal(new Frame.Answered("d-1", new Answer.Refused(code, description)), Read(Wire.Nack("d-1", said)));

    [Fact]
    public void A_bad_ack_answers_nothing() => Assert.IsType<Frame.Ignored>(Read(Wire.Nack("d-1", "BAD_ACK")));

    [Fact]
    public void An_error_stanza_is_matched_by_its_id_and_its_echo_is_never_upstream() =>
        Assert.Equal(
            new Frame.Answered("d-2", new Answer.StanzaError("modify", "bad-request", "InvalidJson: JSON_PARSING_ERROR")),
            Read("""
                <message id="d-2" type="error" to="1234567890@gcm.googleapis.com/bridge">
                <gcm xmlns="google:mobile:data">{"from":"x","message_id":"y","category":"c","data":{}}</gcm>
                <error code="400" type="modify"><bad-request xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>
                <text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">InvalidJson: JSON_PARSING_ERROR</text></error></message>
                """));

    [Theory]
    [InlineData("ack")]
    [InlineData("nack")]
    [InlineData("control")]
    [InlineData("receipt")]
    [InlineData("anything")]
    public void What_a_device_says_is_upstream_whatever_it_calls_itself(string type)
    {
        var json = $$"""
            {"from":"dev-1","message_id":"d-1","category":"app","message_type":"{{type}}","control_type":"CONNECTION_DRAINING"}
            """;
        var typed = Wire.FromDevice(json);
        var byAddress = typed.Replace(" type='normal'", "");
        var byType = typed.Replace(" from='devices@gcm.googleapis.com'", "");
        Assert.All(
            [typed, byAddress, byType], xml => Assert.IsType<SessionEffect.Upstream>(Assert.IsType<Frame.FromDevice>(Read(xml)).Effect));
    }

    [Fact]
    public void A_device_cannot_speak_as_an_error_stanza() =>
        Assert.IsType<Frame.Ignored>(Read("""<message id="d-1" type="error" from="Devices@gcm.googleapis.com"><error/></message>"""));

    [Fact]
    public void Draining_is_heard_typed_and_untyped()
    {
        const string Json = """{"message_type":"control","control_type":"CONNECTION_DRAINING"}""";
        Assert.IsType<Frame.Draining>(Read(Wire.FromEndpoint(Json)));
        Assert.IsType<Frame.Draining>(Read(Wire.FromDevice(Json)));
        Assert.IsType<Frame.Ignored>(Read(Wire.FromEndpoint("""{"message_type":"control","control_type":"OTHER"}""")));
    }

    [Fact]
    public void Requests_and_replies_are_told_apart()
    {
        Assert.Equal(
            new Frame.Request("p-1", "gcm.googleapis.com", true),
            Read("""<iq type="get" id="p-1" from="gcm.googleapis.com"><ping xmlns="urn:xmpp:ping"/></iq>"""));
        Assert.Equal(new Frame.Request(null, null, false), Read("""<iq type="set"><query xmlns="jabber:iq:roster"/></iq>"""));
        Assert.IsType<Frame.Reply>(Read("""<iq type="result" id="ping-1"/>"""));
        Assert.IsType<Frame.Reply>(Read("""<iq type="error" id="ping-1"/>"""));
    }

    [Theory]
    [InlineData("<message/>")]
    [InlineData("""<message><gcm xmlns="other">{}</gcm></message>""")]
    [InlineData("<presence/>")]
    [InlineData("""<message xmlns="other"><gcm xmlns="google:mobile:data">{"message_id":"d-1","message_type":"ack"}</gcm></message>""")]
    [InlineData("""<message><gcm xmlns="google:mobile:data">{"message_type":"secret-token","message_id":"secret-token"}</gcm></message>""")]
    [InlineData("""<message><gcm xmlns="google:mobile:data">{"message_type":"ack","message_id":7}</gcm></message>""")]
    [InlineData("""<message><gcm xmlns="google:mobile:data">{"message_id":"secret-token","message_type":"ack",</gcm></message>""")]
    public void What_cannot_be_acted_on_is_noted_without_its_contents(string xml) =>
        Assert.DoesNotContain("secret", Assert.IsType<Frame.Ignored>(Read(xml)).Note, StringComparison.Ordinal);

    private static Frame Read(string xml) =>
        FrameReader.Read(XElement.Parse($"<s xmlns='jabber:client'>{xml}</s>").Elements().Single(), Wire.Settings());
}
