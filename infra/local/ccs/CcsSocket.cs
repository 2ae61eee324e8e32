using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs;

/// <summary>
/// One accepted connection. Its five commands never wait: they are called under the endpoint's lock. What a peer leaves unread is kept
/// up to 8 MiB; beyond it the connection is cut.
/// </summary>
internal sealed class CcsSocket(Socket socket, Stream stream, LiveEndpoint endpoint, TimeProvider time)
{
    private const int MostUnsent = 8 * 1024 * 1024;
    private static readonly TimeSpan ClosingWithin = TimeSpan.FromSeconds(5);

    private readonly Channel<ReadOnlyMemory<byte>> _outgoing =
        Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new UnboundedChannelOptions { SingleReader = true });

    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _readable;
    private int _unsent;

    public void Write(ReadOnlyMemory<byte> bytes)
    {
        if (Interlocked.Add(ref _unsent, bytes.Length) > MostUnsent)
            Abort();
        else
            _outgoing.Writer.TryWrite(bytes);
    }

    public void Close() => _outgoing.Writer.TryComplete();

    public void Abort() => _aborted.TrySetResult();

    public void StopReading() => Volatile.Write(ref _readable, new(TaskCreationOptions.RunContinuationsAsynchronously));

    public void ResumeReading() => Volatile.Read(ref _readable)?.TrySetResult();

    /// <summary>Lives until both directions are done, the endpoint aborts, or <paramref name="stop"/> cuts it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var id = endpoint.Open(this);
        var reading = ReadAsync(id, cut.Token);
        var writing = WriteAsync(cut.Token);

        await Task.WhenAny(reading, writing, _aborted.Task);
        if (!_aborted.Task.IsCompleted)
        {
            Close();
            await Task.WhenAny(Task.WhenAll(reading, writing), _aborted.Task, Task.Delay(ClosingWithin, time, cut.Token));
        }

        // Zero linger makes the kernel send a reset, which is what a dropped connection looks like.
        if (_aborted.Task.IsCompleted)
            socket.LingerState = new LingerOption(true, 0);
        await cut.CancelAsync();
        await Task.WhenAll(reading, writing);
    }

    private async Task ReadAsync(int id, CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                await (Volatile.Read(ref _readable)?.Task ?? Task.CompletedTask).WaitAsync(cancellation);
                var count = await stream.ReadAsync(buffer, cancellation);
                if (count == 0)
                    break;
                endpoint.On(new Input.Received(id, buffer.AsMemory(0, count)));
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // However a connection ends, the endpoint is told the same thing below.
        }

        endpoint.Gone(id);
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var bytes in _outgoing.Reader.ReadAllAsync(cancellation))
            {
                await stream.WriteAsync(bytes, cancellation);
                Interlocked.Add(ref _unsent, -bytes.Length);
            }

            if (stream is SslStream tls)
                await tls.ShutdownAsync();
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (IsEnd(e))
        {
            Abort();
        }
    }

    private static bool IsEnd(Exception e) =>
        e is IOException or SocketException or OperationCanceledException or ObjectDisposedException;
}
