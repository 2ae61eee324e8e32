using System.Text.Json;
using System.Text.Json.Nodes;
using CcsBridge.Contracts;

namespace CcsBridge.Functions;

/// <summary>
/// Reads a send: CCS's members at top level, <c>account</c> in place of <c>to</c> or <c>condition</c>, and optional <c>sender</c> and
/// <c>report</c>. At most <see cref="DownstreamRequestReader.LargestBody"/> bytes. All refusals at once.
/// </summary>
internal sealed class SendRequestReader(Senders senders)
{
    private const int LongestAccount = 255;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly string[] Ours = ["account", "sender", "report"];
    private static readonly string[] Addressees = ["to", "condition", "account"];
    private static readonly string[] Members = [.. Ours, .. DownstreamRequestReader.Members];

    /// <summary>The send, or null with at least one refusal.</summary>
    public SendRequest? Read(ReadOnlyMemory<byte> body, out IReadOnlyList<Refusal> refusals)
    {
        JsonObject root;
        try
        {
            if (!IsUnicode(body.Span))
            {
                refusals = [new Refusal("body", "text that is not Unicode (half a surrogate pair)", "Unicode text")];
                return null;
            }

            root = JsonNode.Parse(body.Span, documentOptions: Strict) as JsonObject ?? throw new JsonException("not an object");
        }
        catch (JsonException)
        {
            // The contract's reader says what is wrong, and where.
            _ = DownstreamRequestReader.Read(body, out refusals);
            return null;
        }

        var found = new List<Refusal>();
        foreach (var name in root.Select(member => member.Key).Except(Members).ToList())
        {
            found.Add(new Refusal(Printable(name), "an unknown member", string.Join(", ", Members)));
            root.Remove(name);
        }

        var account = Text(root, "account", LongestAccount, found);
        var sender = SenderOf(root, found);
        var report = ReportOf(root, found);
        var message = Message(root, found);
        refusals = found;
        return found.Count == 0 ? new SendRequest(message!, account, sender, report) : null;
    }

    private static DownstreamRequest? Message(JsonObject root, List<Refusal> found)
    {
        var addressees = Addressees.Where(root.ContainsKey).ToList();
        if (addressees.Count != 1)
        {
            var had = addressees.Count == 0 ? "none of them" : string.Join(" and ", addressees);
            found.Add(new Refusal("to", had, "exactly one of to, condition and account"));
        }

        var byAccount = root.ContainsKey("account");
        if (byAccount && root.ContainsKey("message_id"))
            found.Add(new Refusal("message_id", "one beside account", "none beside account: each device's message has an id of its own"));

        foreach (var name in Ours)
            root.Remove(name);
        // So that the contract's reader judges the rest, and does not say again what was said above.
        if (addressees.Count != 1 || byAccount)
        {
            root.Remove("condition");
            root["to"] = "token";
        }

        var message = DownstreamRequestReader.Read(JsonSerializer.SerializeToElement(root, SendJson.Default.JsonObject), out var refusals);
        found.AddRange(refusals);
        return byAccount && message is not null ? message with { To = null } : message;
    }

    private string? SenderOf(JsonObject root, List<Refusal> found)
    {
        var sender = Text(root, "sender", Senders.LongestId, found);
        if (sender is null || senders.Has(sender))
            return sender;
        found.Add(new Refusal("sender", Printable(sender), string.Join(", ", senders.Ids)));
        return null;
    }

    private static Report ReportOf(JsonObject root, List<Refusal> found)
    {
        var report = Text(root, "report", 16, found);
        if (report is not (null or "all" or "failures"))
            found.Add(new Refusal("report", Printable(report), "\"all\" or \"failures\""));
        return report == "failures" ? Report.Failures : Report.All;
    }

    private static string? Text(JsonObject root, string name, int longest, List<Refusal> found)
    {
        if (!root.TryGetPropertyValue(name, out var value))
            return null;
        if (AsText(value) is { Length: > 0 } text && text.Length <= longest)
            return text;
        var had = AsText(value) is { } other ? $"{other.Length} characters" : value?.GetValueKind().ToString().ToLowerInvariant() ?? "null";
        found.Add(new Refusal(name, had, $"a string of 1 to {longest} characters"));
        return null;
    }

    private static string? AsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    // "\ud800" alone: JSON's grammar allows it, UTF-8 does not, and the parser finds out wherever it is first looked at.
    private static bool IsUnicode(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Strict.MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    _ = reader.GetString();
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Printable(string text) =>
        string.Concat(text.Take(64).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)) + (text.Length > 64 ? "..." : "");
}
