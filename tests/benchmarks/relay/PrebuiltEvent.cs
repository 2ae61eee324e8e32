using System.Text;
using CcsBridge.ServiceBus;

namespace CcsBridge.Benchmarks.Relays;

/// <summary>The relay's events: always the same bytes, under broker message ids of their own.</summary>
internal static class PrebuiltEvent
{
    public const string ContentType = "application/cloudevents+json; charset=utf-8";

    public static byte[] Of(int length) => Encoding.UTF8.GetBytes($"{{\"data\":\"{new string('x', length - 11)}\"}}");

    /// <exception cref="IOException">The broker did not confirm it.</exception>
    public static async Task SendAsync(AmqpBus bus, string topic, BusMessage message)
    {
        if (await bus.SendAsync(topic, message, CancellationToken.None) is not SendOutcome.Confirmed and var other)
            throw new IOException($"the broker did not confirm an event: {other}");
    }
}
