using System.Text;
using CcsBridge.Contracts;
using CcsBridge.Functions;

namespace CcsBridge.Tests.Functions.SendMessage;

public sealed class SendRequestReaderTests
{
    private readonly SendRequestReader _reader = new(new Senders(["1234567890", "42"]));

    [Fact]
    public void Our_members_are_taken_off_and_ccs_s_are_kept()
    {
        var request = Read("""{"account":"ann","sender":"42","report":"failures","data":{"k":"v"},"time_to_live":60}""");
        Assert.Equal(("ann", "42", Report.Failures), (request.Account, request.Sender, request.Report));
        Assert.Null(request.Message.To);
        Assert.Equal("""{"time_to_live":60,"data":{"k":"v"}}""", Encoding.UTF8.GetString(request.Message.ToJson()));
    }

    [Fact]
    public void A_send_to_a_token_or_a_condition_is_ccs_s_own()
    {
        Assert.Equal("t", Read("""{"to":"t"}""").Message.To);
        Assert.Equal("'a' in topics", Read("""{"condition":"'a' in topics"}""").Message.Condition);
    }

    [Theory]
    [InlineData("""{"data":{}}""", "to", "none of them")]
    [InlineData("""{"to":"t","account":"a"}""", "to", "to and account")]
    [InlineData("""{"to":"t","condition":"c"}""", "to", "to and condition")]
    [InlineData("""{"account":""}""", "account", "0 characters")]
    [InlineData("""{"account":7}""", "account", "number")]
    [InlineData("""{"account":null}""", "account", "null")]
    [InlineData("""{"account":"a","message_id":"m"}""", "message_id", "one beside account")]
    [InlineData("""{"to":"t","sender":"43"}""", "sender", "43")]
    [InlineData("""{"to":"t","report":"none"}""", "report", "none")]
    [InlineData("""{"to":"t","acount":"a"}""", "acount", "an unknown member")]
    [InlineData("""{"to":"t","time_to_live":-1}""", "time_to_live", "-1")]
    [InlineData("""{"account":"a","data":{"from":"x"}}""", "data", "the key \"from\"")]
    [InlineData("""{"to":"t","to":"u"}""", "body", "text that is not JSON")]
    [InlineData("""["to"]""", "body", "an array")]
    [InlineData("null", "body", "null")]
    [InlineData("", "body", "text that is not JSON")]
    public void What_is_wrong_is_named(string json, string member, string found)
    {
        Assert.Null(_reader.Read(Encoding.UTF8.GetBytes(json), out var refusals));
        var refusal = Assert.Single(refusals);
        Assert.Equal(member, refusal.Member);
        Assert.StartsWith(found, refusal.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"to":"t","data":{"\ud800":"x"}}""")]
    [InlineData("""{"to":"t","notification":{"\ud800":"x"}}""")]
    [InlineData("""{"to":"\ud800"}""")]
    [InlineData("""{"account":"\ud800"}""")]
    public void Half_a_surrogate_pair_is_refused_wherever_it_stands(string json)
    {
        Assert.Null(_reader.Read(Encoding.UTF8.GetBytes(json), out var refusals));
        Assert.NotEmpty(refusals);
    }

    [Fact]
    public void All_refusals_are_told_at_once()
    {
        Assert.Null(_reader.Read("""{"sender":"43","report":"x","priority":"low","typo":1}"""u8.ToArray(), out var refusals));
        Assert.Equal(["typo", "sender", "report", "to", "priority"], refusals.Select(refusal => refusal.Member));
    }

    private SendRequest Read(string json)
    {
        var request = _reader.Read(Encoding.UTF8.GetBytes(json), out var refusals);
        Assert.Empty(refusals);
        return request!;
    }
}
