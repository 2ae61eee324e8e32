using System.Globalization;
using System.Text.Json;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>A downstream message that kept every rule. <paramref name="Notification"/> is its JSON text.</summary>
internal sealed record DownstreamRequest(
    string MessageId,
    string? To,
    string? Condition,
    IReadOnlyDictionary<string, string> Data,
    string? Notification,
    string? CollapseKey,
    TimeSpan TimeToLive,
    bool ReceiptRequested,
    bool DryRun)
{
    public bool IsForTopics => To is null || To.StartsWith("/topics/", StringComparison.Ordinal);

    /// <summary>Takes the members of a message that <see cref="DownstreamRules"/> has passed.</summary>
    public static DownstreamRequest From(JsonElement json, string messageId) => new(
        messageId,
        Text(json, "to"),
        Text(json, "condition"),
        ReadData(json),
        json.TryGetProperty("notification", out var notification) ? notification.GetRawText() : null,
        Text(json, "collapse_key"),
        ReadTimeToLive(json),
        Flag(json, "delivery_receipt_requested"),
        Flag(json, "dry_run"));

    public static string? Text(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>In seconds, as a number or a string; four weeks when it is not said.</summary>
    private static TimeSpan ReadTimeToLive(JsonElement json) => TimeSpan.FromSeconds(
        json.TryGetProperty("time_to_live", out var value)
            ? long.Parse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture)
            : DownstreamRules.LongestTimeToLive);

    /// <summary>Values that are no strings become their JSON text: the app on the phone only ever sees strings.</summary>
    private static Dictionary<string, string> ReadData(JsonElement json)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json.TryGetProperty("data", out var members))
        {
            foreach (var member in members.EnumerateObject())
                data[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
        }

        return data;
    }

    private static bool Flag(JsonElement json, string member) =>
        json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.True;
}
