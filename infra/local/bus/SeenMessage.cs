using System.Text.Json;
using Amqp;
using Amqp.Framing;
using CcsBridge.Contracts;

namespace CcsBridge.Local.Bus;

/// <summary>A message that was read from the bus, as a tour needs it.</summary>
/// <param name="Id">The broker message id; of an event also the CloudEvents id.</param>
/// <param name="Type">The CloudEvents <c>type</c>; empty where it is no event.</param>
/// <param name="Data">The event's <c>data</c>.</param>
/// <param name="Properties">Application properties as text.</param>
internal sealed record SeenMessage(string Id, string Type, JsonElement Data, IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>A member of <see cref="Data"/> as text; null if it is not there.</summary>
    public string? Member(string name) =>
        Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty(name, out var value) ? value.ToString() : null;

    public static SeenMessage Of(Message message)
    {
        var properties = message.ApplicationProperties?.Map.ToDictionary(pair => $"{pair.Key}", pair => $"{pair.Value}") ?? [];
        var id = message.Properties?.GetMessageId()?.ToString() ?? "";
        if (message.Properties?.ContentType?.ToString() != BridgeEvent.ContentType || message.BodySection is not Data body)
            return new SeenMessage(id, "", default, properties);
        var told = JsonSerializer.Deserialize(body.Binary, ContractsJson.Bus.AnyEvent)!;
        return new SeenMessage(id, told.Type, told.Data, properties);
    }
}
