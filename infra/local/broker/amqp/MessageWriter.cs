using System.Runtime.InteropServices;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace CcsBridge.Local.Broker;

/// <summary>Writes a delivery as Service Bus's clients expect it; they unbox the annotations hard, so widths matter.</summary>
internal static class MessageWriter
{
    private const int ActiveState = 0;

    public static ByteBuffer Write(BrokerDelivery delivery)
    {
        var message = delivery.Message;
        var wire = message as WireMessage;
        var buffer = new ByteBuffer(message.Size + 512, autoGrow: true);
        Encoder.WriteObject(buffer, Header(delivery, wire?.Header));
        Encoder.WriteObject(buffer, Annotations(delivery, wire?.Annotations));
        if (wire?.ReceivedId is not null)
            WriteRaw(buffer, wire.PropertiesSection);
        else
            Encoder.WriteObject(buffer, Properties(message, wire?.ParsedProperties));
        if (wire is not null && ReferenceEquals(wire.Properties, wire.ReceivedProperties))
            WriteRaw(buffer, wire.ApplicationSection);
        else
            Encoder.WriteObject(buffer, Application(message));
        if (wire is not null)
            WriteRaw(buffer, wire.BodySections);
        else
            Encoder.WriteObject(buffer, new Data { Binary = message.Body.ToArray() });
        return buffer;
    }

    // The delivery count is always there: the .NET client reads it without asking.
    private static Header Header(BrokerDelivery delivery, Header? received)
    {
        var header = new Header { DeliveryCount = (uint)delivery.DeliveryCount };
        if (received is not null)
            (header.Durable, header.Priority) = (received.Durable, received.Priority);
        if (delivery.Message.TimeToLive is { } life)
            header.Ttl = (uint)Math.Min(life.TotalMilliseconds, uint.MaxValue - 1);
        return header;
    }

    private static MessageAnnotations Annotations(BrokerDelivery delivery, MessageAnnotations? received)
    {
        var annotations = new MessageAnnotations();
        foreach (var (name, value) in received?.Map ?? [])
            annotations.Map[name] = value;
        Set("x-opt-sequence-number", delivery.SequenceNumber);
        Set("x-opt-enqueue-sequence-number", delivery.EnqueuedSequenceNumber);
        Set("x-opt-enqueued-time", delivery.EnqueuedTime.UtcDateTime);
        Set("x-opt-message-state", ActiveState);
        if (delivery.LockedUntil is { } until)
            Set("x-opt-locked-until", until.UtcDateTime);
        if (delivery.DeadLetterSource is { } source)
            Set("x-opt-deadletter-source", source);
        return annotations;

        void Set(string name, object value) => annotations.Map[new Symbol(name)] = value;
    }

    private static Properties Properties(BrokerMessage message, Properties? received)
    {
        var properties = received ?? new Properties
        {
            Subject = message.Subject,
            ContentType = message.ContentType,
            To = message.To,
            ReplyTo = message.ReplyTo,
        };
        if (received is null && message.CorrelationId is not null)
            properties.CorrelationId = message.CorrelationId;
        properties.MessageId = message.MessageId;
        return properties;
    }

    private static ApplicationProperties Application(BrokerMessage message)
    {
        var application = new ApplicationProperties();
        foreach (var (name, value) in message.Properties)
            application.Map[name] = value is DateTimeOffset time ? time.UtcDateTime : value;
        return application;
    }

    private static void WriteRaw(ByteBuffer buffer, ReadOnlyMemory<byte> section)
    {
        if (MemoryMarshal.TryGetArray(section, out var array) && array.Count > 0)
            AmqpBitConverter.WriteBytes(buffer, array.Array, array.Offset, array.Count);
    }
}
