using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What CCS answers with INVALID_JSON (CCS reference, "Downstream request fields"). Each fault is one sentence.</summary>
internal static class DownstreamRules
{
    /// <summary>Four weeks, in seconds; the default too.</summary>
    public const long LongestTimeToLive = 2_419_200;

    private const int LongestPayload = 4096;
    private const int LongestTopicPayload = 2048;

    private static readonly string[] Flags =
        ["delivery_receipt_requested", "dry_run", "delay_while_idle", "content_available", "mutable_content"];

    /// <summary>The first fault of a message, or null.</summary>
    public static string? Fault(JsonElement json) =>
        Target(json) ?? TimeToLive(json) ?? Types(json) ?? DataKeys(json) ?? Payload(json);

    private static string? Target(JsonElement json)
    {
        if (json.TryGetProperty("registration_ids", out _))
            return "registration_ids is HTTP's; one message has one 'to'.";
        var hasTo = json.TryGetProperty("to", out var to);
        var hasCondition = json.TryGetProperty("condition", out var condition);
        return (hasTo, hasCondition) switch
        {
            (true, true) => "Both 'to' and 'condition' are set; one is allowed.",
            (false, false) => "Missing Required Field: to",
            _ => (hasTo ? to : condition) is { ValueKind: JsonValueKind.String } text && text.GetString()!.Length > 0
                ? null
                : $"Field '{(hasTo ? "to" : "condition")}' must be a string that is not empty.",
        };
    }

    private static string? TimeToLive(JsonElement json)
    {
        if (!json.TryGetProperty("time_to_live", out var value))
            return null;
        // The documents' own sample has it as a string.
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestTimeToLive
            ? null
            : $"Field 'time_to_live' is {text}; allowed are whole seconds from 0 to {LongestTimeToLive}.";
    }

    private static string? Types(JsonElement json)
    {
        foreach (var flag in Flags)
        {
            if (json.TryGetProperty(flag, out var value) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                return $"Field '{flag}' must be true or false; found {value.ValueKind}.";
        }

        foreach (var member in new[] { "data", "notification" })
        {
            if (json.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Object)
                return $"Field '{member}' must be an object; found {value.ValueKind}.";
        }

        return json.TryGetProperty("priority", out var priority)
            && !(priority.ValueKind == JsonValueKind.String && priority.GetString() is "normal" or "high")
            ? $"Field 'priority' is {priority.GetRawText()}; allowed are normal and high."
            : null;
    }

    private static string? DataKeys(JsonElement json)
    {
        if (!json.TryGetProperty("data", out var data))
            return null;
        foreach (var key in data.EnumerateObject().Select(m => m.Name))
        {
            if (key is "from" or "message_type"
                || key.StartsWith("google", StringComparison.Ordinal)
                || key.StartsWith("gcm", StringComparison.Ordinal))
                return $"'{key}' is a reserved key in 'data': from, message_type, google*, gcm*.";
        }

        return null;
    }

    private static string? Payload(JsonElement json)
    {
        var topics = DownstreamRequest.Text(json, "to")?.StartsWith("/topics/", StringComparison.Ordinal) ?? true;
        var (bytes, allowed) = (Bytes(json, "data") + Bytes(json, "notification"), topics ? LongestTopicPayload : LongestPayload);
        return bytes <= allowed ? null : $"MessageTooBig: the payload has {bytes} bytes; allowed are {allowed}.";
    }

    private static int Bytes(JsonElement json, string member) =>
        !json.TryGetProperty(member, out var members) ? 0 : members.EnumerateObject().Sum(m =>
            Encoding.UTF8.GetByteCount(m.Name)
            + Encoding.UTF8.GetByteCount(m.Value.ValueKind == JsonValueKind.String ? m.Value.GetString()! : m.Value.GetRawText()));
}
