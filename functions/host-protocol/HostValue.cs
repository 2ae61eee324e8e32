using System.Text.Json;

namespace CcsBridge.Functions.HostProtocol;

/// <summary>
/// A value as the host wraps it. What serialises to a JSON object comes as that object; bytes and dates come as plain strings; anything
/// else comes as a string that holds its JSON text, so that a message's text is a JSON string inside a JSON string.
/// </summary>
internal static class HostValue
{
    /// <summary>The text that was wrapped; of an object or a bare number its JSON. Null where it is not Unicode.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? Unwrap(value.GetString()!) : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: JSON's grammar allows it, UTF-8 does not.
            return null;
        }
    }

    private static string Unwrap(string text)
    {
        try
        {
            using var inner = JsonDocument.Parse(text);
            return inner.RootElement.ValueKind == JsonValueKind.String ? inner.RootElement.GetString()! : text;
        }
        catch (JsonException)
        {
            // Bytes in base64 or a date: not wrapped.
            return text;
        }
    }
}
