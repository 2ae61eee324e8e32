using System.Text.Json.Serialization;

namespace CcsBridge.Functions.HostProtocol;

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(HostCall))]
[JsonSerializable(typeof(HostAnswer))]
internal sealed partial class HostJson : JsonSerializerContext;
