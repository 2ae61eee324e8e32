using System.Globalization;
using System.Text.Json;

namespace CcsBridge.Ccs;

/// <summary>
/// What devices and receipts say, held against the contract. With a readable sender and id a breach is published as malformed; without
/// them nobody could acknowledge it, and it is only noted.
/// </summary>
internal static class UpstreamReader
{
    private const int LongestCategory = 255;
    private const int MostRawBytes = 8 * 1024;
    private const string ReceiptPrefix = "dr2:";

    public static Frame Read(GcmText gcm, CcsSettings settings)
    {
        if (gcm.Head is not { From: { Length: > 0 } from, MessageId: { Length: > 0 } id })
            return new Frame.Ignored($"upstream of {gcm.Text.Length} characters without a readable from and message_id");
        var isReceipt = gcm.MessageType == "receipt" && (from == CcsSettings.DocumentedDomain || from == settings.Domain);
        var breach = gcm.Fault;
        var data = breach is null ? Data(gcm, out breach) : [];
        SessionEffect effect = isReceipt ? Receipt(from, id, data, ref breach) : Message(from, id, gcm, data, ref breach);
        return breach is null ? new Frame.FromDevice(from, id, effect) : Malformed(from, id, breach, gcm);
    }

    /// <summary>Malformed, whatever it says; null without a readable sender and id.</summary>
    public static Frame? Breach(GcmText gcm, string breach) =>
        gcm.Head is { From: { Length: > 0 } from, MessageId: { Length: > 0 } id } ? Malformed(from, id, breach, gcm) : null;

    private static Frame.FromDevice Malformed(string from, string id, string breach, GcmText gcm) =>
        new(from, id, new SessionEffect.Malformed(from, id, breach, Excerpt.OfUtf8(gcm.Text, MostRawBytes)));

    private static SessionEffect.Upstream Message(
        string from, string id, GcmText gcm, Dictionary<string, string> data, ref string? breach)
    {
        var category = gcm.String("category") ?? "";
        if (category.Length is 0 or > LongestCategory)
            breach ??= $"category: {Found(gcm, "category")}, a string of 1 to {LongestCategory} characters is allowed";
        var timeToLive = TimeToLive(gcm, ref breach);
        return new SessionEffect.Upstream(from, id, category, timeToLive, data);
    }

    private static SessionEffect.Receipt Receipt(string from, string id, Dictionary<string, string> data, ref string? breach)
    {
        var original = data.GetValueOrDefault("original_message_id")
            ?? (id.StartsWith(ReceiptPrefix, StringComparison.Ordinal) ? id[ReceiptPrefix.Length..] : "");
        if (original.Length == 0)
            breach ??= $"original_message_id: absent, and message_id does not begin with {ReceiptPrefix}";
        return new SessionEffect.Receipt(
            from,
            id,
            original,
            data.GetValueOrDefault("device_registration_id"),
            data.GetValueOrDefault("message_status"),
            SentAt(data.GetValueOrDefault("message_sent_timestamp")));
    }

    // Absent counts as empty: an app may have nothing to say but that it is there.
    private static Dictionary<string, string> Data(GcmText gcm, out string? breach)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        breach = null;
        if (!gcm.Root.TryGetProperty("data", out var data))
            return texts;
        if (data.ValueKind != JsonValueKind.Object)
        {
            breach = $"data: {data.ValueKind}, an object of strings is allowed";
            return texts;
        }

        foreach (var member in data.EnumerateObject())
        {
            if (JsonText.Of(member.Value) is { } text)
                texts[member.Name] = text;
            else
                breach ??= member.Value.ValueKind == JsonValueKind.String
                    ? "data: a member is no Unicode, only strings of whole characters are allowed"
                    : $"data: a member is {member.Value.ValueKind}, only strings are allowed";
        }

        return texts;
    }

    private static long? TimeToLive(GcmText gcm, ref string? breach)
    {
        if (!gcm.Has("time_to_live") || gcm.Root.GetProperty("time_to_live") is { ValueKind: JsonValueKind.Null })
            return null;
        var value = gcm.Root.GetProperty("time_to_live");
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
            return number;
        if (long.TryParse(gcm.String("time_to_live"), NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return number;
        breach ??= $"time_to_live: {value.ValueKind}, a whole number of seconds is allowed";
        return null;
    }

    private static DateTimeOffset? SentAt(string? milliseconds) =>
        long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var since)
        && since <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(since)
            : null;

    private static string Found(GcmText gcm, string member) =>
        !gcm.Has(member) ? "absent" : gcm.String(member) is { } text ? $"{text.Length} characters" : "no readable string";
}
