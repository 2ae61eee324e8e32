using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>Reads a received AMQP message by Service Bus's conventions (Service Bus AMQP protocol guide, message annotations).</summary>
internal static class TriggerMessageReader
{
    /// <summary>Null: a body that is neither bytes nor a text; the extension refuses it as well.</summary>
    public static TriggerMessage? Read(Message message)
    {
        if (Body(message) is not { } body)
            return null;
        var properties = message.Properties;
        var enqueued = Annotation(message, "x-opt-enqueued-time") is DateTime time ? Utc(time) : default;
        return new TriggerMessage(body)
        {
            MessageId = properties?.GetMessageId()?.ToString(),
            CorrelationId = properties?.GetCorrelationId()?.ToString(),
            ContentType = properties?.ContentType?.ToString(),
            Subject = properties?.Subject,
            ReplyTo = properties?.ReplyTo,
            To = properties?.To,
            // The wire counts earlier deliveries.
            DeliveryCount = (int)(message.Header?.DeliveryCount ?? 0) + 1,
            // Service Bus's delivery tag is the lock token, in .NET's byte order.
            LockToken = message.DeliveryTag is { Length: 16 } tag ? new Guid(tag) : Guid.Empty,
            SequenceNumber = Annotation(message, "x-opt-sequence-number") is long number ? number : 0,
            DeadLetterSource = Annotation(message, "x-opt-deadletter-source") as string,
            EnqueuedTime = enqueued,
            ExpiresAt = Expiry(message, enqueued),
            ApplicationProperties = Properties(message.ApplicationProperties),
        };
    }

    private static ReadOnlyMemory<byte>? Body(Message message) => message.BodySection switch
    {
        Data data => data.Binary ?? data.Buffer.Buffer.AsMemory(data.Buffer.Offset, data.Buffer.Length),
        DataList list => Enumerable.Range(0, list.Count).SelectMany(index => list[index].Binary).ToArray(),
        AmqpValue { Value: string text } => Encoding.UTF8.GetBytes(text),
        _ => null,
    };

    private static object? Annotation(Message message, string name) => message.MessageAnnotations?[new Symbol(name)];

    private static DateTimeOffset Expiry(Message message, DateTimeOffset enqueued)
    {
        if (message.Properties is { } properties && properties.HasField(8))
            return Utc(properties.AbsoluteExpiryTime);
        return message.Header is { } header && header.HasField(2) && header.Ttl < (DateTimeOffset.MaxValue - enqueued).TotalMilliseconds
            ? enqueued.AddMilliseconds(header.Ttl)
            : DateTimeOffset.MaxValue;
    }

    private static Dictionary<string, object> Properties(ApplicationProperties? properties)
    {
        var read = new Dictionary<string, object>();
        foreach (var (name, value) in properties?.Map ?? [])
            if (value is not null)
                read[name.ToString()!] = value;
        return read;
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
