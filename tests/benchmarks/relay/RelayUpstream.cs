using System.Globalization;
using CcsBridge.ServiceBus;

namespace CcsBridge.Benchmarks.Relays;

/// <summary>Event confirmed, then acknowledged; the endpoint's window is the bound.</summary>
internal sealed class RelayUpstream(RelaySettings settings, AmqpBus bus, Bursts bursts, Underway underway)
{
    private readonly Dictionary<string, object> _properties = new()
    {
        ["messageType"] = "message",
        ["senderId"] = settings.SenderId,
        ["category"] = "com.example.app",
    };

    // As long as the connector's.
    private readonly byte[] _event = PrebuiltEvent.Of(460);
    private long _events;

    public void Take(ReadOnlySpan<byte> stanza) => underway.Add(PublishAsync(RelayStanza.Ack(
        RelayStanza.Value(stanza, RelayStanza.FromIs), RelayStanza.Value(stanza, RelayStanza.MessageIdIs))));

    private async Task PublishAsync(byte[] ack)
    {
        await PrebuiltEvent.SendAsync(bus, "upstream", new BusMessage(_event)
        {
            MessageId = string.Create(CultureInfo.InvariantCulture, $"relay-upstream-{Environment.ProcessId}-{++_events}"),
            ContentType = PrebuiltEvent.ContentType,
            Properties = _properties,
        });
        bursts.Add(ack);
    }
}
