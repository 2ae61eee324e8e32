using CcsBridge.ServiceBus;

namespace CcsBridge.Benchmarks.Relays;

/// <summary>
/// The yardstick: what any bridge between such an endpoint and such a broker must do at least. It does the connector's broker operations
/// in the connector's order, over the same client and the same window. It has no parser, ids, ledger or second try: stanzas are found by
/// their bytes, events are the same bytes each time, and any surprise ends it.
/// </summary>
internal sealed class Relay(RelaySettings settings, AmqpBus bus)
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    public async Task RunAsync(CancellationToken cancel)
    {
        await using var stream = await RelayLogin.OpenAsync(settings, cancel);
        await using var receiver = bus.OpenReceiver(settings.Queue);
        var underway = new Underway();
        var bursts = new Bursts(stream);
        var upstream = new RelayUpstream(settings, bus, bursts, underway);
        var downstream = new RelayDownstream(settings, bus, receiver, bursts, underway);
        // None of them ends but by a fault.
        await await Task.WhenAny(
            bursts.RunAsync(cancel), downstream.ReceiveAsync(cancel), ReadAsync(stream, upstream, downstream, cancel), underway.Failed);
    }

    private async Task ReadAsync(Stream stream, RelayUpstream upstream, RelayDownstream downstream, CancellationToken cancel)
    {
        var filled = 0;
        while (await stream.ReadAsync(_buffer.AsMemory(filled), cancel) is > 0 and var count)
        {
            filled += count;
            filled = Keep(Take(_buffer.AsSpan(0, filled), upstream, downstream), filled);
        }

        throw new IOException("the endpoint closed the connection");
    }

    // How many bytes were whole stanzas.
    private static int Take(ReadOnlySpan<byte> bytes, RelayUpstream upstream, RelayDownstream downstream)
    {
        var taken = 0;
        while (bytes[taken..].IndexOf("</message>"u8) is >= 0 and var end)
        {
            var stanza = bytes.Slice(taken, end);
            if (stanza.IndexOf("type=\"normal\""u8) >= 0)
                upstream.Take(stanza);
            else
                downstream.Answered(stanza);
            taken += end + "</message>"u8.Length;
        }

        return taken;
    }

    private int Keep(int taken, int filled)
    {
        _buffer.AsSpan(taken, filled - taken).CopyTo(_buffer);
        return filled - taken;
    }
}
