using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace CcsBridge.Benchmarks.Network;

/// <summary>One direction of a forwarded connection. What waits for its moment is in a queue, so that reading never does.</summary>
internal sealed class DelayedPipe(Socket from, Socket to, InjectedDelay delay)
{
    private const int ChunkSize = 32 * 1024;

    // A timer comes up to a millisecond late; this much too early and that much too late are nothing on average.
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(0.5);

    private readonly Channel<Chunk> _waiting = Channel.CreateUnbounded<Chunk>(new UnboundedChannelOptions { SingleReader = true });

    private sealed record Chunk(byte[] Bytes, long ReadAt, TimeSpan Delay);

    /// <summary>Until either end closes; what was read before the end is still written.</summary>
    public async Task RunAsync(CancellationToken cancel) => await Task.WhenAll(ReadAsync(cancel), WriteAsync(cancel));

    private async Task ReadAsync(CancellationToken cancel)
    {
        var buffer = new byte[ChunkSize];
        try
        {
            while (await from.ReceiveAsync(buffer, cancel) is > 0 and var count)
                _waiting.Writer.TryWrite(new Chunk(buffer[..count], Stopwatch.GetTimestamp(), delay.OneWay));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // An end like any other.
        }
        finally
        {
            _waiting.Writer.TryComplete();
        }
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (var chunk in _waiting.Reader.ReadAllAsync(cancel))
            {
                var left = chunk.Delay - Stopwatch.GetElapsedTime(chunk.ReadAt) - Early;
                if (left > TimeSpan.Zero)
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), cancel);
                delay.Kept(chunk.ReadAt);
                for (var sent = 0; sent < chunk.Bytes.Length;)
                    sent += await to.SendAsync(chunk.Bytes.AsMemory(sent), cancel);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // An end like any other.
        }
    }
}
