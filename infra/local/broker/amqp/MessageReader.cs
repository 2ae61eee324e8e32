using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Encoder = Amqp.Types.Encoder;

namespace CcsBridge.Local.Broker;

/// <summary>Reads transfers: one message, or Service Bus's batch of many.</summary>
internal static class MessageReader
{
    /// <summary>Message format of a batch: every data section is one encoded message.</summary>
    private const uint BatchFormat = 0x80013700;

    private static readonly Symbol ScheduledEnqueueTime = "x-opt-scheduled-enqueue-time";

    /// <summary>The messages, or what is wrong with them.</summary>
    public static (IReadOnlyList<BrokerMessage> Messages, Error? Refused) Read(RawMessage raw)
    {
        try
        {
            List<WireMessage> messages = raw.Format == BatchFormat
                ? [.. Sections(raw.Bytes).Select(s => s.Section).OfType<Data>().Select(one => Decode(one.Binary))]
                : [Decode(raw.Bytes)];
            return messages.Select(NotOffered).FirstOrDefault(no => no is not null) is { } refused ? ([], refused) : (messages, null);
        }
        catch (Exception unreadable) when (unreadable is AmqpException or InvalidOperationException or InvalidCastException
            or ArgumentException or IndexOutOfRangeException)
        {
            return ([], Errors.Unreadable($"the message cannot be read: {unreadable.Message}"));
        }
    }

    private static WireMessage Decode(byte[] bytes)
    {
        Header? header = null;
        MessageAnnotations? annotations = null;
        Properties? properties = null;
        ApplicationProperties? application = null;
        Range propertiesAt = ..0, applicationAt = ..0;
        var bodyFrom = bytes.Length;
        var body = new List<object>();
        foreach (var (section, from, to) in Sections(bytes))
        {
            switch (section)
            {
                case Header found: header = found; break;
                case DeliveryAnnotations: break;
                case MessageAnnotations found: annotations = found; break;
                case Properties found: (properties, propertiesAt) = (found, from..to); break;
                case ApplicationProperties found: (application, applicationAt) = (found, from..to); break;
                default:
                    bodyFrom = Math.Min(bodyFrom, from);
                    body.Add(section);
                    break;
            }
        }

        var received = application is null
            ? []
            : application.Map.Where(p => p.Value is not null).ToDictionary(p => (string)p.Key, p => p.Value);
        return new WireMessage(Body(body))
        {
            MessageId = properties?.GetMessageId()?.ToString(),
            CorrelationId = properties?.GetCorrelationId()?.ToString(),
            Subject = properties?.Subject,
            ContentType = properties?.ContentType,
            To = properties?.To,
            ReplyTo = properties?.ReplyTo,
            TimeToLive = header is null || header.Ttl == uint.MaxValue ? null : TimeSpan.FromMilliseconds(header.Ttl),
            ScheduledEnqueueTime = annotations?.Map[ScheduledEnqueueTime] is DateTime at
                ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : null,
            Properties = received,
            Header = header,
            Annotations = annotations,
            ReceivedId = properties?.GetMessageId(),
            ParsedProperties = properties,
            PropertiesSection = bytes.AsMemory()[propertiesAt],
            ReceivedProperties = received,
            ApplicationSection = bytes.AsMemory()[applicationAt],
            BodySections = bytes.AsMemory(bodyFrom),
            EncodedSize = bytes.Length,
        };
    }

    private static IEnumerable<(object Section, int From, int To)> Sections(byte[] bytes)
    {
        var buffer = new ByteBuffer(bytes, 0, bytes.Length, bytes.Length);
        while (buffer.Length > 0)
        {
            var from = buffer.Offset;
            var section = Encoder.ReadObject(buffer);
            yield return (section, from, buffer.Offset);
        }
    }

    /// <summary>What an in-process reader gets: the data sections' bytes, or a value that is text or bytes.</summary>
    private static byte[] Body(List<object> sections) =>
        sections.OfType<AmqpValue>().FirstOrDefault()?.Value switch
        {
            string text => Encoding.UTF8.GetBytes(text),
            byte[] binary => binary,
            _ => [.. sections.OfType<Data>().SelectMany(data => data.Binary)],
        };

    private static Error? NotOffered(WireMessage message)
    {
        if (message.ParsedProperties?.GroupId is not null)
            return Errors.NotImplemented("sessions are not offered by the local broker: the message has a session id (group-id)");
        foreach (var name in new[] { "x-opt-partition-key", "x-opt-via-partition-key" })
            if (message.Annotations?.Map[new Symbol(name)] is not null)
                return Errors.NotImplemented($"partitioning is not offered by the local broker: the message has the annotation {name}");
        return null;
    }
}
