using System.Text.Json;
using System.Text.Json.Serialization;

namespace CcsBridge.Contracts;

/// <summary>
/// A message for a device, as an app puts it on the queue and as it goes to CCS: CCS's own field names
/// (CCS reference, downstream request). Read by <see cref="DownstreamRequestReader"/>, which says what each member may be.
/// </summary>
public sealed record DownstreamRequest
{
    /// <summary>A token, a notification key, or <c>/topics/NAME</c>; or else <see cref="Condition"/>.</summary>
    [JsonPropertyName("to")]
    public string? To { get; init; }

    /// <summary>As <c>'a' in topics &amp;&amp; 'b' in topics</c>.</summary>
    [JsonPropertyName("condition")]
    public string? Condition { get; init; }

    /// <summary>Given where it is absent: CCS wants one.</summary>
    [JsonPropertyName("message_id")]
    public string? MessageId { get; init; }

    [JsonPropertyName("collapse_key")]
    public string? CollapseKey { get; init; }

    /// <summary><c>normal</c> or <c>high</c>.</summary>
    [JsonPropertyName("priority")]
    public string? Priority { get; init; }

    /// <summary>Seconds, 0 to 2,419,200; 0 = now or never.</summary>
    [JsonPropertyName("time_to_live")]
    public int? TimeToLive { get; init; }

    [JsonPropertyName("delivery_receipt_requested")]
    public bool? DeliveryReceiptRequested { get; init; }

    /// <summary>Deprecated by CCS; passed on.</summary>
    [JsonPropertyName("delay_while_idle")]
    public bool? DelayWhileIdle { get; init; }

    [JsonPropertyName("content_available")]
    public bool? ContentAvailable { get; init; }

    [JsonPropertyName("mutable_content")]
    public bool? MutableContent { get; init; }

    [JsonPropertyName("dry_run")]
    public bool? DryRun { get; init; }

    /// <summary>Strings; other values have become their JSON text.</summary>
    [JsonPropertyName("data")]
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    /// <summary>An object; its members are the device's affair.</summary>
    [JsonPropertyName("notification")]
    public JsonElement? Notification { get; init; }

    /// <summary>The JSON for the queue and for CCS.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ContractsJson.Bus.DownstreamRequest);
}
