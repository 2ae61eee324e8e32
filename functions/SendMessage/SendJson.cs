using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CcsBridge.Functions;

/// <summary>What the HTTP door says.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SendReceipt))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class SendJson : JsonSerializerContext;

/// <summary>202: the queues have it.</summary>
internal sealed record SendReceipt(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("recipients")] int Recipients);
