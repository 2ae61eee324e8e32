using System.Text;
using CcsBridge.Contracts;

namespace CcsBridge.Tests.Contracts;

public sealed class DownstreamRequestReaderTests
{
    [Fact]
    public void All_members_are_read_and_written_back()
    {
        const string json = """
            {"to":"T","message_id":"d-1","collapse_key":"c","priority":"high","time_to_live":600,"delivery_receipt_requested":true,"delay_while_idle":false,"content_available":true,"mutable_content":false,"dry_run":true,"data":{"k":"v"},"notification":{"title":"t","badge":1}}
            """;
        var request = DownstreamRequestReader.Read(Encoding.UTF8.GetBytes(json), out var refusals);
        Assert.Empty(refusals);
        Assert.Equal(json.Trim(), Encoding.UTF8.GetString(request!.ToJson()));
    }

    [Fact]
    public void Values_of_data_that_are_no_strings_become_their_json_text()
    {
        var request = Read("""{"to":"T","data":{"n":1.50,"t":true,"o":{"a":[1]},"z":null}}""", out _);
        Assert.Equal(["1.50", "true", """{"a":[1]}""", "null"], request!.Data!.Values);
    }

    [Fact]
    public void A_time_to_live_may_be_a_number_in_a_string() => Assert.Equal(600, Read("""{"to":"T","time_to_live":"600"}""", out _)!.TimeToLive);

    [Theory]
    [InlineData("""[1]""", "body", "an array")]
    [InlineData("""not json""", "body", "not JSON")]
    [InlineData("""{"to":"T","to":"U"}""", "body", "not JSON")]
    [InlineData("""{}""", "to", "neither to nor condition")]
    [InlineData("""{"to":"T","condition":"'a' in topics"}""", "to", "both")]
    [InlineData("""{"to":7}""", "to", "a number")]
    [InlineData("""{"to":""}""", "to", "0 characters")]
    [InlineData("""{"to":"T","message_id":"a\nb"}""", "message_id", "control characters")]
    [InlineData("""{"to":"T","time_to_live":2419201}""", "time_to_live", "2419201")]
    [InlineData("""{"to":"T","time_to_live":-1}""", "time_to_live", "-1")]
    [InlineData("""{"to":"T","time_to_live":1.5}""", "time_to_live", "1.5")]
    [InlineData("""{"to":"T","priority":"urgent"}""", "priority", "a string")]
    [InlineData("""{"to":"T","dry_run":"yes"}""", "dry_run", "a string")]
    [InlineData("""{"to":"T","data":"x"}""", "data", "a string")]
    [InlineData("""{"to":"T","data":{"from":"x"}}""", "data", "the key \"from\"")]
    [InlineData("""{"to":"T","data":{"google.x":"x"}}""", "data", "the key \"google.x\"")]
    [InlineData("""{"to":"T","data":{"gcmx":"x"}}""", "data", "the key \"gcmx\"")]
    [InlineData("""{"to":"T","data":{"k":"\ud800"}}""", "data", "not Unicode")]
    [InlineData("""{"to":"T","\ud800":1}""", "body", "not Unicode")]
    [InlineData("""{"to":"T","data":{"\ud800":"v"}}""", "body", "not Unicode")]
    [InlineData("""{"to":"T","registration_ids":["a"]}""", "registration_ids", "an unknown member")]
    public void A_refusal_names_the_member_and_what_was_found(string json, string member, string found)
    {
        Assert.Null(Read(json, out var refusals));
        Assert.Contains(refusals, refusal => refusal.Member == member && refusal.Found.Contains(found, StringComparison.Ordinal) && refusal.Allowed.Length > 0);
    }

    [Fact]
    public void A_member_that_is_nearly_right_is_told_what_was_perhaps_meant()
    {
        Assert.Null(Read("""{"to":"T","time_to_liv":60}""", out var refusals));
        Assert.StartsWith("time_to_live", Assert.Single(refusals).Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Assert.Null(Read("""{"time_to_live":"soon","dry_run":1,"x":1}""", out var refusals));
        Assert.Equal(["time_to_live", "dry_run", "x", "to"], refusals.Select(refusal => refusal.Member));
    }

    [Theory]
    [InlineData("T", 4096)]
    [InlineData("/topics/news", 2048)]
    public void A_payload_is_bounded_by_bytes_of_keys_and_values(string to, int most)
    {
        Assert.NotNull(Read($$$"""{"to":"{{{to}}}","data":{"k":"{{{new string('x', most - 1)}}}"}}""", out _));
        Assert.Null(Read($$$"""{"to":"{{{to}}}","data":{"k":"{{{new string('x', most)}}}"}}""", out var refusals));
        Assert.Contains($"{most + 1} bytes", Assert.Single(refusals).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_holds_no_payload()
    {
        Assert.Null(Read("""{"to":"T","data":{"from":"SECRET"},"priority":"SECRET","dry_run":"SECRET"}""", out var refusals));
        Assert.DoesNotContain("SECRET", Refusal.Describe(refusals), StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_over_64_KiB_is_not_read_at_all()
    {
        Assert.Null(DownstreamRequestReader.Read(new byte[DownstreamRequestReader.LargestBody + 1], out var refusals));
        Assert.Equal("body", Assert.Single(refusals).Member);
    }

    private static DownstreamRequest? Read(string json, out IReadOnlyList<Refusal> refusals) =>
        DownstreamRequestReader.Read(Encoding.UTF8.GetBytes(json), out refusals);
}
