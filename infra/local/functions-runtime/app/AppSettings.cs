using System.Text.RegularExpressions;
using CcsBridge.Local.Processes;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>The app's settings: what Azure keeps for a Function app, and what the handler gets as environment variables.</summary>
internal sealed partial class AppSettings(IReadOnlyDictionary<string, string> values)
{
    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>A connection string by a binding's name for it: the setting of that name, or with <c>AzureWebJobs</c> before it.</summary>
    public string ConnectionString(string name, string file)
    {
        if ((values.GetValueOrDefault("AzureWebJobs" + name) ?? values.GetValueOrDefault(name)) is { Length: > 0 } text)
            return text;
        var identity = name + "__fullyQualifiedNamespace";
        throw new CannotStartException(values.ContainsKey(identity)
            ? $"{file}: connection \"{name}\": {identity} asks for a managed identity, which does not work here; "
                + $"give the setting {name}, a connection string."
            : $"{file}: connection \"{name}\": there is no setting {name}, which must hold a connection string.");
    }

    /// <summary>Fills in each <c>%Setting%</c>.</summary>
    public string Fill(string text, StrictObject from, string member) => Placeholder().Replace(text, found =>
        values.TryGetValue(found.Groups[1].Value, out var value)
            ? value
            : throw from.Refuse(member, $"asks for the setting {found.Groups[1].Value}, which is not given"));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();
}
