using System.Text;
using System.Xml.Linq;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class AnsweringTests
{
    private static readonly string[] GroupMembers = ["message_type", "success", "failure", "failed_registration_ids"];

    private readonly EndpointRig _rig = new();

    public AnsweringTests() => _rig.Bind(1);

    [Fact]
    public void A_late_answer_comes_in_its_time_and_keeps_its_slot_until_then()
    {
        Script(new ScriptedAnswer.Late(TimeSpan.FromSeconds(5)));
        Assert.Equal("", Send("d-1"));
        Assert.Equal(1, _rig.Anna.Inbox.LastNumber);
        Assert.Equal(_rig.Now.AddSeconds(5), _rig.NextDue);
        Assert.Equal("d-2", Answered(Send("d-2")));
        Assert.Contains("awaits its answer", Send("d-1"), StringComparison.Ordinal);
        _rig.Now = _rig.Now.AddSeconds(5);
        Assert.Equal("d-1", Answered(EndpointRig.Written(_rig.On(new Input.Tick()), 1)));
    }

    [Fact]
    public void A_late_answer_dies_with_its_connection()
    {
        Script(new ScriptedAnswer.Late(TimeSpan.FromSeconds(5)));
        Send("d-1");
        _rig.On(new Input.Disconnected(1));
        _rig.Now = _rig.Now.AddSeconds(5);
        Assert.Empty(_rig.On(new Input.Tick()));
        Assert.Null(_rig.NextDue);
    }

    [Fact]
    public void An_answer_is_overtaken_by_as_many_as_asked()
    {
        Script(new ScriptedAnswer.Overtaken(2), times: 2);
        Assert.Equal("", Send("d-1") + Send("d-2"));
        Assert.Equal("d-3", Answered(Send("d-3")));
        Assert.Equal("d-4 d-1 d-2", Answered(Send("d-4")));
    }

    [Fact]
    public void A_cut_ends_the_stream_inside_the_answer_and_the_phone_has_its_message()
    {
        Script(new ScriptedAnswer.Cut());
        const string Request = """{"to":"phone-anna-token","message_id":"d-1","delivery_receipt_requested":true}""";
        var effects = _rig.Receive(1, EndpointRig.Message(Request));
        Assert.Contains("dr2:d-1", EndpointRig.Written(effects, 1), StringComparison.Ordinal);
        Assert.Matches("^<message><data:gcm [^/]*$", Encoding.UTF8.GetString(effects.OfType<Effect.Write>().Last().Bytes.Span));
        Assert.Contains(new Effect.Close(1), effects);
        Assert.Equal(1, _rig.Anna.Inbox.LastNumber);
    }

    [Fact]
    public void A_group_is_acked_with_its_counts_and_the_tokens_that_failed()
    {
        Script(new ScriptedAnswer.Group(1, ["gone-1", "gone-2"]));
        var ack = EndpointRig.Json(Send("d-1"));
        Assert.Equal(
            """ack 1 2 ["gone-1","gone-2"]""",
            string.Join(' ', GroupMembers.Select(member => ack.GetProperty(member))));
    }

    [Fact]
    public void A_stanza_error_has_the_type_asked_for_frees_its_slot_and_reaches_no_phone()
    {
        Script(new ScriptedAnswer.StanzaError("wait"));
        var error = XElement.Parse(Send("d-1"));
        Assert.Equal(("error", "wait"), ((string?)error.Attribute("type"), (string?)error.Element("error")?.Attribute("type")));
        Assert.Equal(0, _rig.Anna.Inbox.LastNumber);
        Assert.Equal("d-1", Answered(Send("d-1")));
    }

    [Theory]
    [InlineData((int)Shape.Typed, "<message type=\"normal\"><gcm xmlns=\"google:mobile:data\">{")]
    [InlineData((int)Shape.Untyped, "<message><data:gcm xmlns:data=\"google:mobile:data\">{")]
    public void Acks_and_nacks_come_in_either_shape(int shape, string start)
    {
        _rig.On(new Input.Change(s => s with { AnswerShape = (Shape)shape }));
        Assert.StartsWith(start, Send("d-1"), StringComparison.Ordinal);
        Script(new ScriptedAnswer.Nack("QUOTA_EXCEEDED"));
        Assert.StartsWith(start, Send("d-2"), StringComparison.Ordinal);
        Assert.StartsWith(start, _rig.Ack(1, "never-delivered"), StringComparison.Ordinal);
    }

    private void Script(ScriptedAnswer answer, int times = 1) => _rig.On(new Input.Script(answer, null, times));

    private string Send(string id) => _rig.Downstream(1, Json(id));

    private static string Json(string id) => $$"""{"to":"phone-anna-token","message_id":"{{id}}"}""";

    private static string Answered(string written) => string.Join(' ', XElement.Parse($"<all>{written}</all>").Elements()
        .Select(message => EndpointRig.Json(message.ToString()).GetProperty("message_id").GetString()));
}
