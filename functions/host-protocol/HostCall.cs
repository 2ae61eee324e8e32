using System.Text.Json;
using System.Text.Json.Serialization;

namespace CcsBridge.Functions.HostProtocol;

/// <summary>What the Functions host posts for an event (Azure Functions custom handlers, request payload).</summary>
/// <param name="Data">One value by the trigger's binding name.</param>
/// <param name="Metadata">What the trigger knows beside it: message id, sequence number, delivery count ...</param>
internal sealed record HostCall(
    [property: JsonPropertyName("Data")] IReadOnlyDictionary<string, JsonElement> Data,
    [property: JsonPropertyName("Metadata")] IReadOnlyDictionary<string, JsonElement>? Metadata = null)
{
    /// <summary>Bytes of a call: a message of 256 KiB, escaped twice.</summary>
    public const int LargestBody = 4 * 1024 * 1024;

    /// <summary>The broker's name of the message, for people: where to look for what a log line speaks of. Not the payload.</summary>
    public string Origin => $"sequence number {Of("SequenceNumber")}, message id {Of("MessageId")}, delivery {Of("DeliveryCount")}";

    private string Of(string name) =>
        Metadata?.TryGetValue(name, out var value) == true && HostValue.Text(value) is { Length: > 0 and <= 128 } text
            ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c))
            : "unknown";
}
