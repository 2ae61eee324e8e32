using System.Threading.Channels;

namespace CcsBridge.Connector.Sessions;

/// <summary>Bytes on their way to the endpoint, written by a loop of their own: a peer that reads slowly must not keep us from reading.</summary>
internal sealed class OutgoingBytes(Stream stream)
{
    /// <summary>A peer that leaves so much unread is not there any more.</summary>
    private const int Most = 8 * 1024 * 1024;

    private const int Burst = 32 * 1024;

    private readonly Channel<ReadOnlyMemory<byte>> _queue = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new UnboundedChannelOptions { SingleReader = true });
    private long _queued;

    /// <summary>False: the peer reads nothing any more.</summary>
    public bool TryAdd(ReadOnlyMemory<byte> bytes) =>
        Interlocked.Add(ref _queued, bytes.Length) <= Most && _queue.Writer.TryWrite(bytes);

    /// <summary>No more is added; <see cref="RunAsync"/> ends when all is written.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Writes what is there in one go, so that a burst of acknowledgements is one packet.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var burst = new byte[Burst];
        while (await _queue.Reader.WaitToReadAsync(cancel))
        {
            var filled = 0;
            while (_queue.Reader.TryRead(out var bytes))
            {
                if (filled + bytes.Length > Burst)
                {
                    await WriteAsync(burst.AsMemory(0, filled), cancel);
                    filled = 0;
                }

                if (bytes.Length > Burst)
                {
                    await WriteAsync(bytes, cancel);
                    continue;
                }

                bytes.CopyTo(burst.AsMemory(filled));
                filled += bytes.Length;
            }

            await WriteAsync(burst.AsMemory(0, filled), cancel);
        }
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        if (bytes.Length == 0)
            return;
        await stream.WriteAsync(bytes, cancel);
        Interlocked.Add(ref _queued, -bytes.Length);
    }
}
