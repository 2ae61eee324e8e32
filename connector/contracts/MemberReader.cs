using System.Globalization;
using System.Text.Json;

namespace CcsBridge.Contracts;

/// <summary>Reads one member of a request as what it should be, or adds a refusal and gives null.</summary>
internal readonly struct MemberReader(JsonProperty member, List<Refusal> refusals)
{
    public string Name { get; } = Printable(member.Name);

    private JsonElement Value => member.Value;

    public string? Text(int longest) => Value.ValueKind != JsonValueKind.String || ReadString(Value) is not { } text
        ? Refuse<string>(KindOf(Value), "a string")
        : text.Length is 0 || text.Length > longest
            ? Refuse<string>($"{text.Length} characters", $"1 to {longest} characters")
            : text;

    /// <summary>It goes into XML attributes and logs as well as into JSON.</summary>
    public string? Id() => Text(RequestRules.LongestMessageId) is not { } id ? null
        : RequestRules.IsMessageId(id) ? id
        : Refuse<string>("control characters", "text without control characters");

    public string? OneOf(params string[] allowed) => Value.ValueKind == JsonValueKind.String && allowed.Contains(ReadString(Value))
        ? ReadString(Value)
        : Refuse<string>(KindOf(Value), string.Join(" or ", allowed.Select(word => $"\"{word}\"")));

    /// <summary>CCS's documents show the number also as a string; both are read.</summary>
    public int? Whole(int least, int most)
    {
        var text = Value.ValueKind == JsonValueKind.String ? ReadString(Value) : Value.ValueKind == JsonValueKind.Number ? Value.GetRawText() : null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : RefuseValue<int>(text is { Length: <= 20 } ? Printable(text) : KindOf(Value), $"a whole number from {least} to {most}");
    }

    public bool? Flag() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Value.GetBoolean()
        : RefuseValue<bool>(KindOf(Value), "true or false");

    public JsonElement? Object() => Value.ValueKind == JsonValueKind.Object
        ? Value.Clone()
        : RefuseValue<JsonElement>(KindOf(Value), "an object");

    /// <summary>An object of strings; other values become their JSON text, as CCS asks of the sender.</summary>
    public IReadOnlyDictionary<string, string>? Strings()
    {
        if (Value.ValueKind != JsonValueKind.Object)
            return Refuse<IReadOnlyDictionary<string, string>>(KindOf(Value), "an object of strings");
        var strings = new Dictionary<string, string>();
        foreach (var entry in Value.EnumerateObject())
        {
            var text = entry.Value.ValueKind == JsonValueKind.String ? ReadString(entry.Value) : entry.Value.GetRawText();
            if (text is null)
                Refuse<string>($"in \"{Printable(entry.Name)}\" text that is not Unicode (half a surrogate pair)", "Unicode text");
            else
                strings[entry.Name] = text;
        }

        return strings;
    }

    public T Unknown<T>(T unchanged, IReadOnlyList<string> members)
    {
        var name = Name;
        var near = members.FirstOrDefault(known => NearlyEqual(known, name));
        Refuse<string>("an unknown member", (near is null ? "" : $"{near} (perhaps that was meant), or any of ") + string.Join(", ", members));
        return unchanged;
    }

    /// <summary>What a value is, without its content.</summary>
    public static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "an array",
        _ => "an object",
    };

    /// <summary>At most 64 characters, controls replaced: names go into texts that people read.</summary>
    internal static string Printable(string name)
    {
        var cut = name.Length > 64 ? name[..64] + "..." : name;
        return string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }

    private static string? ReadString(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: JSON's grammar allows it, UTF-8 does not.
            return null;
        }
    }

    private static bool NearlyEqual(string known, string name) =>
        Math.Abs(known.Length - name.Length) <= 2 && name.Length > 3
        && (known.StartsWith(name, StringComparison.OrdinalIgnoreCase) || name.StartsWith(known, StringComparison.OrdinalIgnoreCase)
            || string.Equals(known.Replace("_", "", StringComparison.Ordinal), name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    private T? Refuse<T>(string found, string allowed)
        where T : class
    {
        refusals.Add(new Refusal(Name, found, allowed));
        return null;
    }

    private T? RefuseValue<T>(string found, string allowed)
        where T : struct
    {
        refusals.Add(new Refusal(Name, found, allowed));
        return null;
    }
}
