using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CcsBridge.Tests.Plays;

/// <summary>One thing that the bridge did, or should do.</summary>
/// <param name="Session">On whose wire; 0: towards the bus.</param>
/// <param name="What">A stanza in its canonical form, or words.</param>
/// <param name="Facts">Of what was expected: the members that matter; two numbers in a list are a range.</param>
internal sealed partial record Happened(int Session, string What, JsonObject? Facts = null)
{
    public static Happened Read(string text, int session)
    {
        if (text.StartsWith('<'))
            return new Happened(session, WireText.Read(text).Single());
        var words = Words().Match(text);
        var facts = words.Groups["facts"] is { Success: true, Value: var json } ? JsonNode.Parse(json)!.AsObject() : null;
        var onTheWire = text.Contains("the stream", StringComparison.Ordinal) || text.StartsWith("ends", StringComparison.Ordinal);
        return new Happened(onTheWire ? session : 0, words.Groups["what"].Value, facts);
    }

    public bool Fits(Happened actual) =>
        Session == actual.Session && What == actual.What && (Facts ?? []).All(fact => Fits(fact.Value, actual.Facts?[fact.Key]));

    public override string ToString() => $"{(Session == 0 ? "bus" : $"[{Session}]")}: {What} {Facts?.ToJsonString()}";

    private static bool Fits(JsonNode? wanted, JsonNode? found) =>
        wanted is JsonArray { Count: 2 } range && found is JsonValue number && number.TryGetValue<double>(out var value)
            ? value >= range[0]!.GetValue<double>() && value <= range[1]!.GetValue<double>()
            : JsonNode.DeepEquals(wanted, found);

    [GeneratedRegex(@"^(?<what>[^{]*?)\s*(?<facts>\{.*\})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}
