using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CcsBridge.Contracts;

/// <summary>Makes the events of one sender: id, envelope, properties. Pure; the same facts give the same id.</summary>
public sealed class EventWriter(string senderId)
{
    private readonly string _source = Source(senderId);

    /// <summary>The CloudEvents <c>source</c> of a sender.</summary>
    public static string Source(string senderId) => $"/ccs/{senderId}";

    /// <summary>The sender of an event: the last segment of its <c>source</c>.</summary>
    public static string SenderOf(string source) => source[(source.LastIndexOf('/') + 1)..];

    public BridgeEvent Message(UpstreamMessage message, DateTimeOffset time) => Write(
        EventType.Message,
        Ids.UpstreamEvent(EventType.Message, senderId, message.From, message.MessageId, message.Category, message.Data),
        message, ContractsJson.Bus.UpstreamMessageEvent, time, Ids.Subject(message.From),
        category: message.Category);

    public BridgeEvent Receipt(UpstreamReceipt receipt, DateTimeOffset time) => Write(
        EventType.Receipt,
        Ids.ReceiptEvent(senderId, receipt.MessageId, receipt.From, receipt.Status),
        receipt, ContractsJson.Bus.UpstreamReceiptEvent, time, receipt.From is null ? null : Ids.Subject(receipt.From));

    public BridgeEvent Malformed(UpstreamMalformed malformed, DateTimeOffset time) => Write(
        EventType.Malformed,
        Ids.UpstreamEvent(
            EventType.Malformed, senderId, malformed.From, malformed.MessageId, category: null,
            new Dictionary<string, string> { ["raw"] = malformed.Raw }),
        malformed, ContractsJson.Bus.UpstreamMalformedEvent, time, Ids.Subject(malformed.From));

    public BridgeEvent Accepted(DownstreamAccepted accepted, FirstReceipt first, string? correlationId, DateTimeOffset time) => Write(
        EventType.Accepted,
        Ids.OutcomeEvent(EventType.Accepted, senderId, first, error: null),
        accepted, ContractsJson.Bus.DownstreamAcceptedEvent, time, SubjectOf(accepted.To),
        correlationId: correlationId ?? accepted.MessageId);

    public BridgeEvent Rejected(DownstreamRejected rejected, FirstReceipt first, string? correlationId, DateTimeOffset time) => Write(
        EventType.Rejected,
        Ids.OutcomeEvent(EventType.Rejected, senderId, first, rejected.Error),
        rejected, ContractsJson.Bus.DownstreamRejectedEvent, time, SubjectOf(rejected.To),
        correlationId: correlationId ?? rejected.MessageId);

    private static string? SubjectOf(string? to) => to is null ? null : Ids.Subject(to);

    private BridgeEvent Write<TData>(
        EventType type, string id, TData data, JsonTypeInfo<CloudEvent<TData>> json, DateTimeOffset time, string? subject,
        string? category = null, string? correlationId = null)
    {
        var envelope = new CloudEvent<TData>("1.0", id, _source, type.Name, time, data, Subject: subject);
        var properties = new Dictionary<string, object>
        {
            [EventProperties.MessageType] = type.MessageType,
            [EventProperties.SenderId] = senderId,
        };
        if (category is not null)
            properties[EventProperties.Category] = category;
        return new BridgeEvent(type, id, JsonSerializer.SerializeToUtf8Bytes(envelope, json), properties, correlationId);
    }
}
