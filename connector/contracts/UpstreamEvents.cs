using System.Text.Json.Serialization;

namespace CcsBridge.Contracts;

/// <summary>What a device said (CCS reference, upstream messages). Member names are CCS's own.</summary>
/// <param name="From">The device's registration token.</param>
/// <param name="Category">The app's package name; at most 255 characters.</param>
/// <param name="MessageId">Chosen by the app on the device: unique only within that installation.</param>
/// <param name="Data">Strings, as they came.</param>
/// <param name="TimeToLive">Seconds, as the device set it.</param>
public sealed record UpstreamMessage(
    [property: JsonPropertyName("from")] string From,
    [property: JsonPropertyName("category")] string Category,
    [property: JsonPropertyName("message_id")] string MessageId,
    [property: JsonPropertyName("data")] IReadOnlyDictionary<string, string> Data,
    [property: JsonPropertyName("time_to_live")] long? TimeToLive = null);

/// <summary>A device has a downstream message (CCS reference, delivery receipts). It does not say that anybody saw it.</summary>
/// <param name="From">The device's registration token, where CCS names it.</param>
/// <param name="MessageId">The id of the downstream message, without the receipt's own prefix.</param>
/// <param name="Status">As <c>MESSAGE_SENT_TO_DEVICE</c>.</param>
/// <param name="SentAt">When CCS sent it to the device.</param>
public sealed record UpstreamReceipt(
    [property: JsonPropertyName("from")] string? From,
    [property: JsonPropertyName("message_id")] string MessageId,
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("sentAt")] DateTimeOffset? SentAt = null);

/// <summary>A device's message that breaks the contract. It is published and acknowledged all the same: unacknowledged, it would fill CCS's window for ever.</summary>
/// <param name="From">The device's registration token.</param>
/// <param name="MessageId">As the device chose it.</param>
/// <param name="Reason">One sentence: what was wrong, what was found, what is allowed.</param>
/// <param name="Raw">The JSON as it came, its first 8 KiB.</param>
public sealed record UpstreamMalformed(
    [property: JsonPropertyName("from")] string From,
    [property: JsonPropertyName("message_id")] string MessageId,
    [property: JsonPropertyName("reason")] string Reason,
    [property: JsonPropertyName("raw")] string Raw);
