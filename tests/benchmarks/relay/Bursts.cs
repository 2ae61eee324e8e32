using System.Threading.Channels;

namespace CcsBridge.Benchmarks.Relays;

/// <summary>Whatever is ready is written in one go.</summary>
internal sealed class Bursts(Stream stream)
{
    private readonly Channel<byte[]> _ready = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });

    public void Add(byte[] stanza) => _ready.Writer.TryWrite(stanza);

    public async Task RunAsync(CancellationToken cancel)
    {
        var burst = new byte[64 * 1024];
        while (await _ready.Reader.WaitToReadAsync(cancel))
        {
            var filled = 0;
            while (_ready.Reader.TryPeek(out var next) && filled + next.Length <= burst.Length && _ready.Reader.TryRead(out var stanza))
            {
                stanza.CopyTo(burst, filled);
                filled += stanza.Length;
            }

            await stream.WriteAsync(burst.AsMemory(0, filled), cancel);
        }
    }
}
