using System.Text.Json;

namespace CcsBridge.Ccs;

/// <summary>Strings out of JSON, where half a surrogate pair (<c>\ud800</c>) is a value that cannot be read, not a bug.</summary>
internal static class JsonText
{
    public static string? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string? Of(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
