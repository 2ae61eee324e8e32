using System.Text.Json;

namespace CcsBridge.Local.Broker;

/// <summary>Reads one rule of a subscription: a correlation filter without an action.</summary>
internal static class RuleFile
{
    public static CorrelationFilter Read(JsonMembers rule)
    {
        rule.RequiredText("Name");
        var properties = rule.Object("Properties");
        rule.Done();
        properties.Refuse("Action");
        properties.Refuse("SqlFilter");
        if (properties.RequiredText("FilterType") is var type && type != "Correlation")
            throw properties.Wrong("FilterType", $"Correlation, the one filter the local broker offers; found '{type}'");
        var filter = Filter(properties.Object("CorrelationFilter"));
        properties.Done();
        return filter;
    }

    private static CorrelationFilter Filter(JsonMembers filter)
    {
        filter.Refuse("SessionId");
        filter.Refuse("ReplyToSessionId");
        var read = new CorrelationFilter
        {
            MessageId = filter.Text("MessageId"),
            CorrelationId = filter.Text("CorrelationId"),
            Label = filter.Text("Label"),
            ContentType = filter.Text("ContentType"),
            To = filter.Text("To"),
            ReplyTo = filter.Text("ReplyTo"),
            Properties = Properties(filter.Object("Properties")),
        };
        filter.Done();
        return read;
    }

    private static Dictionary<string, string> Properties(JsonMembers properties) => properties.Left.ToDictionary(
        name => name,
        name => properties.Take(name) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw properties.Wrong(name, "a string"),
        StringComparer.Ordinal);
}
