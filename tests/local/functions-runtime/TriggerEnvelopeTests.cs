using System.Text;
using System.Text.Json;
using CcsBridge.Local.FunctionsRuntime;

namespace CcsBridge.Tests.Local.FunctionsRuntime;

public sealed class TriggerEnvelopeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void A_JSON_body_travels_as_a_JSON_string_inside_a_JSON_string()
    {
        var raw = Encoding.UTF8.GetString(Envelope("""{"id":"e-1"}"""));

        Assert.StartsWith("""{"Data":{"message":"\"{\\\"id\\\":\\\"e-1\\\"}\""},"Metadata":{""", raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain text")]
    [InlineData("quotes \" and \\ and\nlines and ü and <tags>")]
    public void A_text_decoded_twice_is_the_text(string text)
    {
        var data = Json(Envelope(text)).GetProperty("Data").GetProperty("message").GetString()!;

        Assert.Equal(text, JsonSerializer.Deserialize<string>(data));
    }

    [Fact]
    public void Bytes_travel_as_base64()
    {
        var envelope = TriggerEnvelope.Write("F", "message", new TriggerMessage(new byte[] { 0xFF, 0x00 }), asBytes: true, Now);

        Assert.Equal("/wA=", Json(envelope).GetProperty("Data").GetProperty("message").GetString());
    }

    [Fact]
    public void Metadata_quotes_texts_once_more_and_writes_numbers_as_strings_and_dates_in_whole_seconds()
    {
        var metadata = Json(Envelope("text")).GetProperty("Metadata");

        Assert.Equal("\"m-1\"", metadata.GetProperty("MessageId").GetString());
        Assert.Equal("2", metadata.GetProperty("DeliveryCount").GetString());
        Assert.Equal("42", metadata.GetProperty("SequenceNumber").GetString());
        Assert.Equal("2026-01-02T03:04:05Z", metadata.GetProperty("EnqueuedTimeUtc").GetString());
        Assert.Equal("2026-01-02T03:04:05+00:00", metadata.GetProperty("EnqueuedTime").GetString());
        Assert.Equal("""{"messageType":"message","count":3,"urgent":true}""", metadata.GetProperty("ApplicationProperties").GetRawText());
        Assert.Equal("F", metadata.GetProperty("sys").GetProperty("MethodName").GetString());
        Assert.False(metadata.TryGetProperty("ReplyTo", out _));
    }

    [Fact]
    public void The_members_of_a_JSON_body_stand_in_the_metadata_and_win_over_the_messages_own()
    {
        var metadata = Json(Envelope("""{"messageid":"mine","n":5,"data":{"a":1},"list":[1],"none":null,"myTrigger":"x"}""")).GetProperty("Metadata");

        Assert.Equal("\"mine\"", metadata.GetProperty("MessageId").GetString());
        Assert.Equal("\"5\"", metadata.GetProperty("n").GetString());
        Assert.Equal("""{"a":1}""", metadata.GetProperty("data").GetRawText());
        Assert.DoesNotContain(metadata.EnumerateObject(), member => member.Name is "list" or "none" or "myTrigger");
    }

    private static byte[] Envelope(string text) => TriggerEnvelope.Write("F", "message", new TriggerMessage(Encoding.UTF8.GetBytes(text))
    {
        MessageId = "m-1",
        DeliveryCount = 2,
        SequenceNumber = 42,
        EnqueuedTime = Now,
        ApplicationProperties = new Dictionary<string, object> { ["messageType"] = "message", ["count"] = 3, ["urgent"] = true },
    }, asBytes: false, Now);

    private static JsonElement Json(byte[] envelope)
    {
        using var document = JsonDocument.Parse(envelope);
        return document.RootElement.Clone();
    }
}
