using System.Globalization;
using System.Text.Json;
using CcsBridge.Local.Processes;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>
/// An object of one of the app's JSON files, read strictly: whoever reads it asks for each member it knows and then calls
/// <see cref="End"/>, which refuses what nobody asked for. Every refusal names the file and the member.
/// </summary>
internal sealed class StrictObject
{
    private readonly string _file;
    private readonly string _path;
    private readonly JsonElement _object;
    private readonly List<string> _known = [];

    private StrictObject(string file, string path, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new CannotStartException($"{file}: {(path.Length == 0 ? "the file" : path)} must be an object; found {Describe(value)}.");
        (_file, _path, _object) = (file, path, value);
    }

    /// <summary>The name is what refusals call the file. Comments are allowed, as the Functions host allows them.</summary>
    public static StrictObject Parse(string file, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(
                json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false });
            return new StrictObject(file, "", document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new CannotStartException($"{file}: not JSON: {e.Message}", e);
        }
    }

    public string? Text(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Refused(name, "must be a string", value),
    };

    public string RequiredText(string name) => Text(name) is { Length: > 0 } text ? text : throw Refuse(name, "is missing or empty");

    public bool Flag(string name, bool otherwise) => Member(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Refused(name, "must be true or false", value),
    };

    public int Number(string name, int otherwise, int least, int most) => Member(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= least && number <= most => number,
        { } value => throw Refused(name, $"must be a whole number from {least} to {most}", value),
    };

    public TimeSpan? Duration(string name) => Text(name) switch
    {
        null => null,
        { } text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) && duration > TimeSpan.Zero => duration,
        { } text => throw Refuse(name, $"must be a duration as 00:10:00; found \"{text}\""),
    };

    public IReadOnlyList<string>? Texts(string name) => Array(name)?.Select(value => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw Refused(name, "must be an array of strings", value)).ToList();

    public StrictObject? Object(string name) => Member(name) is { } value ? new StrictObject(_file, PathOf(name), value) : null;

    public IReadOnlyList<StrictObject>? Objects(string name) =>
        Array(name)?.Select((value, index) => new StrictObject(_file, $"{PathOf(name)}[{index}]", value)).ToList();

    /// <summary>Known, and without meaning on one machine.</summary>
    public void Ignore(string name) => Member(name);

    /// <exception cref="CannotStartException">There is a member that nobody asked for.</exception>
    public void End()
    {
        foreach (var member in _object.EnumerateObject())
            if (!_known.Contains(member.Name))
                throw Refuse(member.Name, $"is not known here; known are: {string.Join(", ", _known)}");
    }

    public CannotStartException Refuse(string name, string sentence) => new($"{_file}: {PathOf(name)} {sentence}.");

    private CannotStartException Refused(string name, string rule, JsonElement found) => Refuse(name, $"{rule}; found {Describe(found)}");

    private IEnumerable<JsonElement>? Array(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } value => value.EnumerateArray(),
        { } value => throw Refused(name, "must be an array", value),
    };

    private JsonElement? Member(string name)
    {
        _known.Add(name);
        return _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => value.GetRawText(),
    };
}
