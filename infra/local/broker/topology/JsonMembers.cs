using System.Text.Json;
using System.Xml;

namespace CcsBridge.Local.Broker;

/// <summary>A JSON object read member by member; at the end, one that nobody asked for is an error that names it.</summary>
internal sealed class JsonMembers
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    private readonly Dictionary<string, JsonElement> _left = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];

    public JsonMembers(JsonElement element, string path)
    {
        Path = path;
        if (element.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"servicebus.json: {path} must be an object, found {element.ValueKind}");
        foreach (var member in element.EnumerateObject())
            if (!_left.TryAdd(member.Name, member.Value))
                throw new InvalidDataException($"servicebus.json: {path} has the member '{member.Name}' twice");
    }

    public string Path { get; }

    public JsonElement? Take(string name)
    {
        _asked.Add(name);
        return _left.Remove(name, out var value) ? value : null;
    }

    /// <summary>A string; empty counts as absent, as in the official emulator.</summary>
    public string? Text(string name) => Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString() is { Length: > 0 } text ? text : null,
        _ => throw Wrong(name, "a string"),
    };

    public string RequiredText(string name) => Text(name) ?? throw Wrong(name, "a string that is not empty");

    public bool Flag(string name) => Take(name) switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        _ => throw Wrong(name, "true or false"),
    };

    public int? Number(string name) => Take(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number > 0 => number,
        _ => throw Wrong(name, "a whole number above 0"),
    };

    /// <summary>An ISO 8601 duration, as <c>PT1M</c>.</summary>
    public TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } text)
            return null;
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            throw Wrong(name, $"an ISO 8601 duration as PT1M, found '{text}'");
        }
    }

    public IEnumerable<JsonMembers> Items(string name) => Take(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } value =>
            value.EnumerateArray().Select((item, i) => new JsonMembers(item, $"{Path}.{name}[{i}]")),
        _ => throw Wrong(name, "an array"),
    };

    /// <summary>An object; absent counts as empty.</summary>
    public JsonMembers Object(string name) => new(Take(name) ?? Nothing, $"{Path}.{name}");

    /// <summary>What has not been asked for yet.</summary>
    public IReadOnlyCollection<string> Left => [.. _left.Keys];

    /// <summary>A feature this broker does not have must be absent, empty or false.</summary>
    public void Refuse(string name)
    {
        if (Take(name) is { } value && value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null)
            && !(value.ValueKind == JsonValueKind.String && value.GetString() == ""))
            throw new InvalidDataException(
                $"servicebus.json: {Path}.{name} is not offered by the local broker, found {value.GetRawText()}");
    }

    public void Done()
    {
        if (_left.Count > 0)
            throw new InvalidDataException(
                $"servicebus.json: {Path} has an unknown member '{_left.Keys.First()}'; known are: {string.Join(", ", _asked)}");
    }

    public InvalidDataException Wrong(string name, string allowed) => new($"servicebus.json: {Path}.{name} must be {allowed}");
}
