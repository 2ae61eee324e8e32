using System.Text;
using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

public sealed class UpstreamReaderTests
{
    private static readonly CcsSettings Settings = Wire.Settings();

    [Fact]
    public void A_message_comes_out_as_it_came()
    {
        var upstream = Assert.IsType<SessionEffect.Upstream>(Effect("""
            {"category":"com.example.app","data":{"action":"register","emoji":"😀\u0001"},
             "message_id":"m-1","from":"dev-1","time_to_live":86400,"new":1}
            """));
        Assert.Equal(("dev-1", "m-1", "com.example.app"), (upstream.From, upstream.MessageId, upstream.Category));
        Assert.Equal(86400, upstream.TimeToLive);
        Assert.Equal(new Dictionary<string, string> { ["action"] = "register", ["emoji"] = "😀\u0001" }, upstream.Data);
    }

    [Fact]
    public void Data_and_time_to_live_may_be_absent_and_the_latter_a_string()
    {
        var bare = Assert.IsType<SessionEffect.Upstream>(Effect("""{"from":"d","message_id":"m","category":"c"}"""));
        Assert.Empty(bare.Data);
        Assert.Null(bare.TimeToLive);
        var timed = Effect("""{"from":"d","message_id":"m","category":"c","time_to_live":"60"}""");
        Assert.Equal(60, Assert.IsType<SessionEffect.Upstream>(timed).TimeToLive);
    }

    [Fact]
    public void A_receipt_keeps_its_prefixed_id_and_names_the_original()
    {
        var receipt = Effect("""
            {"category":"c","message_type":"receipt","message_id":"dr2:d-1","from":"gcm.googleapis.com",
             "data":{"message_status":"MESSAGE_SENT_TO_DEVICE","original_message_id":"d-1","device_registration_id":"dev-1",
             "message_sent_timestamp":"1700000000123"}}
            """);
        var sentAt = DateTimeOffset.FromUnixTimeMilliseconds(1700000000123);
        Assert.Equal(new SessionEffect.Receipt("gcm.googleapis.com", "dr2:d-1", "d-1", "dev-1", "MESSAGE_SENT_TO_DEVICE", sentAt), receipt);
        Assert.Equal(
            new SessionEffect.Receipt("gcm.googleapis.com", "dr2:d-1", "d-1", null, null, null),
            Effect("""
                {"message_type":"receipt","message_id":"dr2:d-1","from":"gcm.googleapis.com",
                 "data":{"message_sent_timestamp":"99999999999999999"}}
                """));
    }

    [Theory]
    [InlineData("""{F,"data":{}}""", "category: absent, a string of 1 to 255 characters is allowed")]
    [InlineData("""{F,"category":7}""", "category: no readable string, a string of 1 to 255 characters is allowed")]
    [InlineData("""{F,"category":"c","data":[]}""", "data: Array, an object of strings is allowed")]
    [InlineData("""{F,"category":"c","data":{"k":1}}""", "data: a member is Number, only strings are allowed")]
    [InlineData(
        """{F,"category":"c","data":{"k":"\ud800"}}""", "data: a member is no Unicode, only strings of whole characters are allowed")]
    [InlineData("""{F,"category":"c","data":{"\udfff":"v"}}""", "a member's name is no Unicode")]
    [InlineData("""{F,"category":"c","data":{"k":"1","k":"2"}}""", "a member occurs twice in one object")]
    [InlineData("""{F,"category":"c","from":"other"}""", "a member occurs twice in one object")]
    [InlineData("""{F,"category":"c","time_to_live":1.5}""", "time_to_live: Number, a whole number of seconds is allowed")]
    [InlineData("""{F,"category":"c" """, "not JSON of at most 16 levels: reading stops at byte 50")]
    [InlineData("""{F,"category":"c"} x""", "not JSON of at most 16 levels: reading stops at byte 51")]
    [InlineData("""{F,"x":[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]}""", "not JSON of at most 16 levels: reading stops at byte 54")]
    public void A_breach_with_a_readable_key_is_malformed_and_says_what_is_allowed(string json, string reason)
    {
        var text = json.Replace("F", "\"from\":\"dev-1\",\"message_id\":\"m-1\"");
        Assert.Equal(new SessionEffect.Malformed("dev-1", "m-1", reason, text), Effect(text));
    }

    [Fact]
    public void A_category_may_have_255_characters_and_no_more()
    {
        Assert.IsType<SessionEffect.Upstream>(Effect(WithCategory(255)));
        Assert.IsType<SessionEffect.Malformed>(Effect(WithCategory(256)));
    }

    [Fact]
    public void Raw_text_is_cut_to_8_KiB_at_a_character()
    {
        var json = $$"""{"from":"d","message_id":"m","x":"{{new string('€', 4_000)}}"}""";
        var raw = Assert.IsType<SessionEffect.Malformed>(Effect(json)).Raw;
        Assert.StartsWith(raw, json, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(raw), (8 * 1024) - 2, 8 * 1024);
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("""["secret"]""")]
    [InlineData("""{"from":"","message_id":"secret"}""")]
    [InlineData("""{"from":"secret\ud800","message_id":"m"}""")]
    [InlineData("""{"from":"secret","data":{"message_id":"m"}}""")]
    [InlineData("""{"from":"secret", oh, "message_id":"m"}""")]
    public void Without_a_readable_key_nothing_is_published_and_the_note_quotes_nothing(string json) =>
        Assert.Equal(
            $"upstream of {json.Length} characters without a readable from and message_id",
            Assert.IsType<Frame.Ignored>(UpstreamReader.Read(GcmText.Read(json), Settings)).Note);

    private static string WithCategory(int length) => $$"""{"from":"d","message_id":"m","category":"{{new string('c', length)}}"}""";

    private static SessionEffect Effect(string json) =>
        Assert.IsType<Frame.FromDevice>(UpstreamReader.Read(GcmText.Read(json), Settings)).Effect;
}
