using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CcsBridge.Local.Tours;

/// <summary>An object of strings as a request's body.</summary>
internal sealed class JsonObjectContent : ByteArrayContent
{
    public JsonObjectContent(IReadOnlyDictionary<string, string> members)
        : base(JsonSerializer.SerializeToUtf8Bytes(members, StringsJson.Default.IReadOnlyDictionaryStringString)) =>
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class StringsJson : JsonSerializerContext;
