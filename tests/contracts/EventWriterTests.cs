using System.Text;
using System.Text.Json;
using CcsBridge.Contracts;

namespace CcsBridge.Tests.Contracts;

public sealed class EventWriterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly FirstReceipt First = new("downstream", 42, Noon);
    private readonly EventWriter _events = new("1234567890");

    [Fact]
    public void A_message_is_a_CloudEvents_envelope_with_filters_beside_it()
    {
        var told = _events.Message(new UpstreamMessage("T", "com.example.app", "m-1", new Dictionary<string, string> { ["k"] = "<ä>" }, 60), Noon);
        Assert.Equal(
            $$"""{"specversion":"1.0","id":"{{told.Id}}","source":"/ccs/1234567890","type":"ccsbridge.upstream.message.v1","time":"2026-01-02T12:00:00+00:00","data":{"from":"T","category":"com.example.app","message_id":"m-1","data":{"k":"<ä>"},"time_to_live":60},"datacontenttype":"application/json","subject":"{{Ids.Subject("T")}}"}""",
            Encoding.UTF8.GetString(told.Body.Span));
        Assert.Equal("message", told.Properties["messageType"]);
        Assert.Equal("com.example.app", told.Properties["category"]);
        Assert.Equal("1234567890", told.Properties["senderId"]);
    }

    [Fact]
    public void The_time_is_no_part_of_an_id()
    {
        var message = new UpstreamMessage("T", "c", "m-1", new Dictionary<string, string>());
        Assert.Equal(_events.Message(message, Noon).Id, _events.Message(message, Noon.AddDays(1)).Id);
    }

    [Fact]
    public void An_outcome_carries_the_requests_correlation_id_or_else_its_message_id()
    {
        var accepted = new DownstreamAccepted("d-1", 1, Noon, To: "T");
        Assert.Equal("c-1", _events.Accepted(accepted, First, "c-1", Noon).CorrelationId);
        Assert.Equal("d-1", _events.Accepted(accepted, First, null, Noon).CorrelationId);
    }

    [Fact]
    public void A_consumer_ignores_members_it_does_not_know()
    {
        var told = Encoding.UTF8.GetString(_events.Rejected(new DownstreamRejected("d-1", "X", 1), First, null, Noon).Body.Span);
        var grown = told.Replace("\"specversion\"", "\"later\":1,\"specversion\"", StringComparison.Ordinal);
        Assert.Equal("X", JsonSerializer.Deserialize(grown, ContractsJson.Bus.DownstreamRejectedEvent)!.Data.Error);
    }

    [Fact]
    public void The_sender_is_the_last_segment_of_the_source() => Assert.Equal("1234567890", EventWriter.SenderOf(EventWriter.Source("1234567890")));
}
