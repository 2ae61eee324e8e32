using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CcsBridge.Ccs;

/// <summary>JSON as people read it, without the device tokens that are in it.</summary>
internal static class MaskedJson
{
    private static readonly HashSet<string> TokenMembers = new(StringComparer.OrdinalIgnoreCase)
    {
        "to", "from", "registration_id", "registration_ids", "failed_registration_ids", "device_registration_id", "notification_key",
    };

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What cannot be read is not shown: nobody knows where its tokens are.</summary>
    public static string Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var tokens = new HashSet<string>(StringComparer.Ordinal);
            Collect(document.RootElement, isToken: false, tokens);
            var bytes = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(bytes, Indented))
                Write(document.RootElement, [.. tokens.OrderByDescending(token => token.Length)], writer);
            return Encoding.UTF8.GetString(bytes.WrittenSpan);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Invalid UTF-16 in a string is the second kind.
            return $"(not readable as JSON, {json.Length} characters, not shown: tokens may be in it)";
        }
    }

    private static void Collect(JsonElement value, bool isToken, HashSet<string> tokens)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Collect(member.Value, TokenMembers.Contains(member.Name), tokens);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Collect(item, isToken, tokens);
                break;
            case JsonValueKind.String when isToken && value.GetString() is { Length: > 0 } text && !IsNoToken(text):
                tokens.Add(text);
                break;
        }
    }

    private static void Write(JsonElement value, string[] tokens, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(Masked(member.Name, tokens));
                    Write(member.Value, tokens, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(item, tokens, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Masked(value.GetString()!, tokens));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    // A token is masked wherever it is, in an error's description or in a payload; a very short one only where it is the whole text.
    private static string Masked(string text, string[] tokens)
    {
        foreach (var token in tokens)
        {
            if (text == token || token.Length >= 8)
                text = text.Replace(token, Mask(token), StringComparison.Ordinal);
        }

        return text;
    }

    private static string Mask(string token) => $"{(token.Length >= 16 ? token[..4] : "")}...({token.Length})";

    private static bool IsNoToken(string text) => text == CcsSettings.DocumentedDomain || text.StartsWith("/topics/", StringComparison.Ordinal);
}
