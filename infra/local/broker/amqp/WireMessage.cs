using Amqp.Framing;

namespace CcsBridge.Local.Broker;

/// <summary>
/// A message that came over AMQP. Its sections stay the bytes they were, so that types the broker knows nothing about go through
/// untouched; only the header and the message annotations are written anew.
/// </summary>
internal sealed record WireMessage(ReadOnlyMemory<byte> Body) : BrokerMessage(Body)
{
    public Header? Header { get; init; }

    public MessageAnnotations? Annotations { get; init; }

    /// <summary>The sender's message id, of whatever type; null: the broker's must be written into the properties.</summary>
    public object? ReceivedId { get; init; }

    public Properties? ParsedProperties { get; init; }

    /// <summary>As received; empty if there was none.</summary>
    public required ReadOnlyMemory<byte> PropertiesSection { get; init; }

    /// <summary>What was read from <see cref="ApplicationSection"/>, which is good while the message has this very dictionary.</summary>
    public required IReadOnlyDictionary<string, object> ReceivedProperties { get; init; }

    /// <summary>As received; empty if there was none.</summary>
    public required ReadOnlyMemory<byte> ApplicationSection { get; init; }

    /// <summary>Body and footer as received.</summary>
    public required ReadOnlyMemory<byte> BodySections { get; init; }

    public required int EncodedSize { get; init; }

    public override int Size => EncodedSize;
}
