using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CcsBridge.Contracts;

/// <summary>
/// JSON of what travels on the bus, generated at build time. Readers ignore members they do not know (events grow);
/// duplicate members are refused.
/// </summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CloudEvent<UpstreamMessage>), TypeInfoPropertyName = "UpstreamMessageEvent")]
[JsonSerializable(typeof(CloudEvent<UpstreamReceipt>), TypeInfoPropertyName = "UpstreamReceiptEvent")]
[JsonSerializable(typeof(CloudEvent<UpstreamMalformed>), TypeInfoPropertyName = "UpstreamMalformedEvent")]
[JsonSerializable(typeof(CloudEvent<DownstreamAccepted>), TypeInfoPropertyName = "DownstreamAcceptedEvent")]
[JsonSerializable(typeof(CloudEvent<DownstreamRejected>), TypeInfoPropertyName = "DownstreamRejectedEvent")]
[JsonSerializable(typeof(CloudEvent<JsonElement>), TypeInfoPropertyName = "AnyEvent")]
[JsonSerializable(typeof(DownstreamRequest))]
public sealed partial class ContractsJson : JsonSerializerContext
{
    /// <summary>Relaxed escaping: nothing on the bus is HTML, and people read it.</summary>
    public static ContractsJson Bus => Relaxed.Instance;

    // Its own class: the order of static initializers over the generated halves of this one is not defined.
    private static class Relaxed
    {
        internal static readonly ContractsJson Instance = new(
            new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
