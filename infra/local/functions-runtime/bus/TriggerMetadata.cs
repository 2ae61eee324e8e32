using System.Globalization;
using System.Text.Json;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>
/// What the Service Bus extension tells of a message, without its live objects (Client, MessageActions …); then, as the host does it,
/// the members of a body that is a JSON object, arrays left out: they win over the message's own of that name, whatever their case.
/// </summary>
internal static class TriggerMetadata
{
    /// <summary>By name, how each value is written; names are the same in any case, as the host has them.</summary>
    public static Dictionary<string, Action<Utf8JsonWriter, string>> Of(
        string function, TriggerMessage message, bool asBytes, DateTimeOffset now)
    {
        var metadata = new Dictionary<string, Action<Utf8JsonWriter, string>>(StringComparer.OrdinalIgnoreCase);
        AddText("MessageId", message.MessageId);
        AddNumber("DeliveryCount", message.DeliveryCount);
        AddText("DeadLetterSource", message.DeadLetterSource);
        AddText("LockToken", message.LockToken.ToString());
        AddDate("ExpiresAt", message.ExpiresAt);
        AddDate("EnqueuedTime", message.EnqueuedTime);
        AddText("ContentType", message.ContentType);
        AddText("ReplyTo", message.ReplyTo);
        AddNumber("SequenceNumber", message.SequenceNumber);
        AddText("To", message.To);
        AddText("Subject", message.Subject);
        AddText("Label", message.Subject);
        AddText("CorrelationId", message.CorrelationId);
        metadata["ApplicationProperties"] = metadata["UserProperties"] =
            (json, name) => WriteProperties(json, name, message.ApplicationProperties);
        metadata["sys"] = (json, name) => WriteSys(json, name, function, now);
        if (!asBytes)
            AddBodyMembers(metadata, message.Text);
        return metadata;

        void AddText(string name, string? text)
        {
            if (text is not null)
                metadata[name] = (json, key) => TriggerEnvelope.WriteText(json, key, text);
        }

        void AddNumber(string name, long number) =>
            metadata[name] = (json, key) => json.WriteString(key, number.ToString(CultureInfo.InvariantCulture));

        // Whole seconds: the host turns a date into text and back on its way.
        void AddDate(string name, DateTimeOffset time)
        {
            var text = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
            metadata[name + "Utc"] = (json, key) => json.WriteString(key, text + "Z");
            metadata[name] = (json, key) => json.WriteString(key, text + "+00:00");
        }
    }

    private static void AddBodyMembers(Dictionary<string, Action<Utf8JsonWriter, string>> metadata, string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{") || TryParse(text) is not { } body)
            return;
        foreach (var member in body.EnumerateObject())
        {
            // The host takes every name that ends so for the trigger's own.
            if (member.Name.EndsWith("trigger", StringComparison.OrdinalIgnoreCase))
                continue;
            var value = member.Value;
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    metadata[member.Name] = (json, name) =>
                    {
                        json.WritePropertyName(name);
                        value.WriteTo(json);
                    };
                    break;
                case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    metadata[member.Name] = (json, name) => TriggerEnvelope.WriteText(json, name, value.ToString());
                    break;
            }
        }
    }

    private static JsonElement? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void WriteProperties(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, object> properties)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in properties)
            switch (value)
            {
                case bool flag:
                    json.WriteBoolean(key, flag);
                    break;
                case sbyte or byte or short or ushort or int or uint or long:
                    json.WriteNumber(key, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                case ulong number:
                    json.WriteNumber(key, number);
                    break;
                case double number when double.IsFinite(number):
                    json.WriteNumber(key, number);
                    break;
                case DateTime time:
                    json.WriteString(key, time);
                    break;
                default:
                    json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }

        json.WriteEndObject();
    }

    private static void WriteSys(Utf8JsonWriter json, string name, string function, DateTimeOffset now)
    {
        json.WriteStartObject(name);
        json.WriteString("MethodName", function);
        json.WriteString("UtcNow", now.UtcDateTime);
        json.WriteString("RandGuid", Guid.NewGuid());
        json.WriteEndObject();
    }
}
