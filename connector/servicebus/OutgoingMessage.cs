using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace CcsBridge.ServiceBus;

/// <summary>A <see cref="BusMessage"/> as AMQP carries it: one data section, durable.</summary>
internal static class OutgoingMessage
{
    public static readonly Symbol ScheduledEnqueueTime = new("x-opt-scheduled-enqueue-time");

    /// <exception cref="ArgumentException">A property has a type that AMQP lacks.</exception>
    public static Message From(BusMessage message)
    {
        var amqp = new Message
        {
            Header = new Header { Durable = true },
            Properties = new Properties(),
            BodySection = new Data { Binary = message.Body.ToArray() },
        };
        if (message.MessageId is { } id) amqp.Properties.MessageId = id;
        if (message.CorrelationId is { } correlation) amqp.Properties.CorrelationId = correlation;
        if (message.Subject is { } subject) amqp.Properties.Subject = subject;
        if (message.ContentType is { } type) amqp.Properties.ContentType = type;
        // The header counts in milliseconds and ends at 49.7 days; less than one would mean "no limit" to some brokers.
        if (message.TimeToLive is { } life) amqp.Header.Ttl = (uint)Math.Clamp(Math.Ceiling(life.TotalMilliseconds), 1, uint.MaxValue);
        if (message.ScheduledEnqueueTime is { } due)
            amqp.MessageAnnotations = new MessageAnnotations { [ScheduledEnqueueTime] = due.UtcDateTime };
        if (message.Properties.Count > 0)
        {
            amqp.ApplicationProperties = new ApplicationProperties();
            foreach (var (name, value) in message.Properties) amqp.ApplicationProperties[name] = PropertyValues.ToAmqp(name, value);
        }

        return amqp;
    }
}
