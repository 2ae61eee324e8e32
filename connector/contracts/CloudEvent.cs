using System.Text.Json.Serialization;

namespace CcsBridge.Contracts;

/// <summary>The envelope of everything on the topics: CloudEvents 1.0, structured mode.</summary>
/// <param name="SpecVersion">Always <c>1.0</c>.</param>
/// <param name="Id">Derived from the content (<see cref="Ids"/>): the same fact has the same id however often it is told.</param>
/// <param name="Source"><c>/ccs/{senderId}</c>.</param>
/// <param name="Type">One of <see cref="EventType"/>.</param>
/// <param name="Time">When the connector took it.</param>
/// <param name="Data">One of the records of this folder.</param>
/// <param name="DataContentType">Always <c>application/json</c>.</param>
/// <param name="Subject">Hash of the device token (a token would land in every log); absent where there is no single device.</param>
public sealed record CloudEvent<TData>(
    [property: JsonPropertyName("specversion")] string SpecVersion,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("time")] DateTimeOffset Time,
    [property: JsonPropertyName("data")] TData Data,
    [property: JsonPropertyName("datacontenttype")] string? DataContentType = "application/json",
    [property: JsonPropertyName("subject")] string? Subject = null);
