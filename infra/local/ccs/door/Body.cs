using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CcsBridge.Local.Ccs.Door;

/// <summary>Bodies of requests, read whole; the server bounds them at 64 KiB.</summary>
internal static class Body
{
    /// <summary>The object of strings in the body; null when it holds anything else.</summary>
    public static async Task<Dictionary<string, string>?> ReadStringsAsync(HttpRequest request)
    {
        if (Endpoint.ParsedJson.Read(await ReadAsync(request)) is not { } json)
            return null;
        var strings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String)
                return null;
            strings[member.Name] = member.Value.GetString()!;
        }

        return strings;
    }

    /// <summary>What is wanted of a phone; an empty body wants nothing in particular, null is a body that is something else.</summary>
    public static async Task<PhoneWanted?> ReadPhoneAsync(HttpRequest request)
    {
        var text = await ReadAsync(request);
        try
        {
            return string.IsNullOrWhiteSpace(text) ? new PhoneWanted() : JsonSerializer.Deserialize(text, DoorJson.Default.PhoneWanted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static async Task<string> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
    }
}
