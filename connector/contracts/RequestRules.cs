using System.Text;

namespace CcsBridge.Contracts;

/// <summary>What a request must be as a whole (CCS reference, downstream request): addressee, payload, reserved keys.</summary>
internal static class RequestRules
{
    /// <summary>Seconds; four weeks.</summary>
    public const int LongestTimeToLive = 2_419_200;

    /// <summary>Characters.</summary>
    public const int LongestMessageId = 255;

    private const int LargestPayload = 4096;
    private const int LargestTopicPayload = 2048;

    /// <summary>Whether a text can be a CCS <c>message_id</c>: 1 to 255 characters, none of them a control character.</summary>
    public static bool IsMessageId(string? text) =>
        text is { Length: > 0 and <= LongestMessageId } && !text.Any(char.IsControl);

    public static IEnumerable<Refusal> Check(DownstreamRequest request)
    {
        if (request.To is null == request.Condition is null)
        {
            yield return new Refusal("to", request.To is null ? "neither to nor condition" : "both to and condition", "exactly one of to and condition");
        }

        foreach (var key in request.Data?.Keys ?? [])
        {
            if (IsReserved(key))
                yield return new Refusal("data", $"the key \"{MemberReader.Printable(key)}\"", "keys other than from, message_type, and those that begin with google or gcm");
        }

        var toTopic = request.Condition is not null || request.To?.StartsWith("/topics/", StringComparison.Ordinal) == true;
        var most = toTopic ? LargestTopicPayload : LargestPayload;
        var size = PayloadSize(request);
        if (size > most)
            yield return new Refusal("data", $"{size} bytes in data and notification", $"at most {most} bytes, keys and values counted in UTF-8");
    }

    private static bool IsReserved(string key) =>
        key is "from" or "message_type" || key.StartsWith("google", StringComparison.Ordinal) || key.StartsWith("gcm", StringComparison.Ordinal);

    private static int PayloadSize(DownstreamRequest request)
    {
        var size = 0;
        foreach (var (key, value) in request.Data ?? new Dictionary<string, string>())
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
        if (request.Notification is not { } notification)
            return size;
        foreach (var entry in notification.EnumerateObject())
            size += Encoding.UTF8.GetByteCount(entry.Name) + Encoding.UTF8.GetByteCount(entry.Value.GetRawText());
        return size;
    }
}
