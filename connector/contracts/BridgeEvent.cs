namespace CcsBridge.Contracts;

/// <summary>An event ready for its topic: the envelope's bytes and what is repeated outside of them.</summary>
/// <param name="Type">Its kind, and with it the topic.</param>
/// <param name="Id">The CloudEvents id, also the broker message id: the topic's duplicate detection folds what is told twice.</param>
/// <param name="Body">The envelope, UTF-8 JSON.</param>
/// <param name="Properties">Application properties (<see cref="EventProperties"/>).</param>
/// <param name="CorrelationId">On outcomes: the request's correlation id, else its message id.</param>
public sealed record BridgeEvent(
    EventType Type, string Id, ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, object> Properties, string? CorrelationId = null)
{
    /// <summary>CloudEvents AMQP binding, structured mode.</summary>
    public const string ContentType = "application/cloudevents+json; charset=utf-8";
}
