using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CcsBridge.Contracts;

namespace CcsBridge.Functions.HostProtocol;

/// <summary>One kind of event and what is done with it.</summary>
/// <param name="Type">Its CloudEvents <c>type</c>.</param>
/// <param name="Read">The call to make for an event's JSON; throws <see cref="JsonException"/> if it is not of that kind.</param>
internal sealed record EventRoute(string Type, Func<string, Func<CancellationToken, Task>> Read)
{
    public static EventRoute To<TData>(
        EventType type, JsonTypeInfo<CloudEvent<TData>> json, Func<CloudEvent<TData>, CancellationToken, Task> body)
        where TData : class => new(type.Name, text =>
        {
            var read = JsonSerializer.Deserialize(text, json);
            // The envelope's "data" is generic: the serializer cannot see that it must not be null.
            return read?.Data is null ? throw new JsonException("no data") : cancel => body(read, cancel);
        });

    /// <summary>Known and of no interest.</summary>
    public static EventRoute Ignore(EventType type) => new(type.Name, _ => _ => Task.CompletedTask);
}
