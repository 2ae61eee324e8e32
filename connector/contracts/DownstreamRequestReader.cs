using System.Text.Json;

namespace CcsBridge.Contracts;

/// <summary>
/// Reads and checks a request before the wire: a bad one must not cost a round trip, nor a session. Every refusal names the
/// member, what was found and what is allowed; all are told at once.
/// </summary>
public static class DownstreamRequestReader
{
    /// <summary>Bytes of a request's JSON; what is larger cannot hold an allowed payload.</summary>
    public const int LargestBody = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Whether a text can be a CCS <c>message_id</c>: 1 to 255 characters, none of them a control character.</summary>
    public static bool IsMessageId(string? text) => RequestRules.IsMessageId(text);

    /// <summary>The request, or null with at least one refusal.</summary>
    public static DownstreamRequest? Read(ReadOnlyMemory<byte> body, out IReadOnlyList<Refusal> refusals)
    {
        refusals = [new Refusal("body", $"{body.Length} bytes", $"at most {LargestBody} bytes")];
        if (body.Length > LargestBody)
            return null;
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Read(document.RootElement, out refusals);
        }
        catch (JsonException e)
        {
            var where = e.LineNumber is { } line ? $" (line {line + 1}, byte {e.BytePositionInLine})" : "";
            refusals = [new Refusal("body", $"text that is not JSON{where}", "one JSON object, UTF-8, no member twice, at most 16 deep")];
            return null;
        }
        catch (InvalidOperationException)
        {
            // The check for members that come twice unescapes their names, and throws this for half a surrogate pair.
            refusals = [new Refusal("body", "a member name that is not Unicode (half a surrogate pair)", "Unicode text")];
            return null;
        }
    }

    /// <summary>The same, from JSON already parsed.</summary>
    public static DownstreamRequest? Read(JsonElement root, out IReadOnlyList<Refusal> refusals)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            refusals = [new Refusal("body", MemberReader.KindOf(root), "an object as {\"to\": \"TOKEN\", \"data\": {\"key\": \"value\"}}")];
            return null;
        }

        var found = new List<Refusal>();
        var request = new DownstreamRequest();
        foreach (var member in root.EnumerateObject())
            request = Take(request, new MemberReader(member, found));
        found.AddRange(RequestRules.Check(request));
        refusals = found;
        return found.Count == 0 ? request : null;
    }

    private static DownstreamRequest Take(DownstreamRequest request, MemberReader member) => member.Name switch
    {
        "to" => request with { To = member.Text(4096) },
        "condition" => request with { Condition = member.Text(4096) },
        "message_id" => request with { MessageId = member.Id() },
        "collapse_key" => request with { CollapseKey = member.Text(255) },
        "priority" => request with { Priority = member.OneOf("normal", "high") },
        "time_to_live" => request with { TimeToLive = member.Whole(0, RequestRules.LongestTimeToLive) },
        "delivery_receipt_requested" => request with { DeliveryReceiptRequested = member.Flag() },
        "delay_while_idle" => request with { DelayWhileIdle = member.Flag() },
        "content_available" => request with { ContentAvailable = member.Flag() },
        "mutable_content" => request with { MutableContent = member.Flag() },
        "dry_run" => request with { DryRun = member.Flag() },
        "data" => request with { Data = member.Strings() },
        "notification" => request with { Notification = member.Object() },
        _ => member.Unknown(request, Members),
    };

    /// <summary>All members a request may have.</summary>
    public static readonly IReadOnlyList<string> Members =
    [
        "to", "condition", "message_id", "collapse_key", "priority", "time_to_live", "delivery_receipt_requested", "delay_while_idle",
        "content_available", "mutable_content", "dry_run", "data", "notification",
    ];
}
