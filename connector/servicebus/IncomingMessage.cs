using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace CcsBridge.ServiceBus;

/// <summary>A message as Service Bus delivers it under lock (AMQP protocol guide, message annotations).</summary>
internal static class IncomingMessage
{
    private static readonly Symbol SequenceNumber = new("x-opt-sequence-number");
    private static readonly Symbol EnqueuedTime = new("x-opt-enqueued-time");
    private static readonly Symbol LockedUntil = new("x-opt-locked-until");

    /// <exception cref="AmqpException">No 16-byte delivery tag or not the annotations of a lock: the peer is not Service Bus.</exception>
    public static ReceivedMessage Read(Message amqp)
    {
        if (amqp.DeliveryTag is not { Length: 16 } tag)
            throw new AmqpException(ErrorCode.DecodeError, $"a delivery tag of {amqp.DeliveryTag?.Length ?? 0} bytes; a lock token has 16");

        var annotations = amqp.MessageAnnotations?.Map ?? new Map();
        var (body, unreadable) = Body(amqp.BodySection);
        return new ReceivedMessage(
            Sent(amqp, body),
            // .NET's own order, its first three fields little-endian.
            new Guid(tag),
            Annotation<long>(annotations, SequenceNumber),
            Moment(annotations, EnqueuedTime),
            Moment(annotations, LockedUntil),
            (int)Math.Min(amqp.Header?.DeliveryCount ?? 0, int.MaxValue))
        {
            UnreadableBody = unreadable,
        };
    }

    private static BusMessage Sent(Message amqp, byte[] body)
    {
        var properties = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in amqp.ApplicationProperties?.Map ?? new Map())
            if (PropertyValues.FromAmqp(value) is { } known)
                properties[name.ToString() ?? ""] = known;

        return new BusMessage(body)
        {
            MessageId = PropertyValues.IdText(amqp.Properties?.GetMessageId()),
            CorrelationId = PropertyValues.IdText(amqp.Properties?.GetCorrelationId()),
            Subject = amqp.Properties?.Subject,
            ContentType = amqp.Properties?.ContentType,
            TimeToLive = amqp.Header is { } header && header.HasField(2) ? TimeSpan.FromMilliseconds(header.Ttl) : null,
            Properties = properties,
        };
    }

    private static (byte[] Body, string? Unreadable) Body(RestrictedDescribed? section) => section switch
    {
        null or AmqpValue { Value: null } => ([], null),
        Data data => (data.Binary, null),
        DataList list => (Joined(list), null),
        AmqpValue { Value: string text } => (Encoding.UTF8.GetBytes(text), null),
        AmqpValue { Value: byte[] bytes } => (bytes, null),
        AmqpValue value => ([], $"the body is an amqp-value of {value.Value.GetType().Name}; {Allowed}"),
        AmqpSequence => ([], $"the body is an amqp-sequence; {Allowed}"),
        _ => ([], $"the body is a {section.GetType().Name}; {Allowed}"),
    };

    private static byte[] Joined(DataList list)
    {
        using var joined = new MemoryStream();
        for (var i = 0; i < list.Count; i++) joined.Write(list[i].Binary);
        return joined.ToArray();
    }

    private const string Allowed = "allowed are data sections, or an amqp-value that is a string or binary";

    private static DateTimeOffset Moment(Map annotations, Symbol name) =>
        new(DateTime.SpecifyKind(Annotation<DateTime>(annotations, name), DateTimeKind.Utc));

    private static T Annotation<T>(Map annotations, Symbol name) => annotations.TryGetValue(name, out var value) && value is T typed
        ? typed
        : throw new AmqpException(
            ErrorCode.DecodeError, $"{name} is {value?.GetType().Name ?? "missing"} in a message under lock; a {typeof(T).Name} is needed");
}
