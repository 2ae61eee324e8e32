using System.Net.Sockets;
using Amqp;

namespace CcsBridge.Local.Broker;

/// <summary>
/// Our own socket under the library: it reads 64 KiB at a time where the library would read every frame in two calls, its end can be
/// awaited, and after the SASL outcome it says nothing before the client has. The library would send its AMQP header at once; what
/// comes in one packet with the outcome, the JavaScript client (rhea) does not look at, and both wait for ever.
/// </summary>
internal sealed class SocketTransport(Socket socket) : IAsyncTransport
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _clientSpoke = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _read = new byte[64 * 1024];
    private int _from;
    private int _to;
    private volatile bool _afterSasl;

    public Task Closed => _closed.Task;

    public void SetConnection(Connection connection)
    {
    }

    public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        if (IsAmqpHeader(bufferList[0]))
        {
            _afterSasl = true;
            await _clientSpoke.Task;
        }

        await socket.SendAsync([.. bufferList.Select(b => new ArraySegment<byte>(b.Buffer, b.Offset, b.Length))], SocketFlags.None);
    }

    public async Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        if (_from == _to)
        {
            _from = 0;
            _to = await socket.ReceiveAsync(_read, SocketFlags.None);
        }

        if (_afterSasl)
            _clientSpoke.TrySetResult();
        return Copy(buffer, offset, count);
    }

    public void Send(ByteBuffer buffer) => socket.Send(buffer.Buffer, buffer.Offset, buffer.Length, SocketFlags.None);

    public int Receive(byte[] buffer, int offset, int count)
    {
        if (_from == _to)
            (_from, _to) = (0, socket.Receive(_read));
        return Copy(buffer, offset, count);
    }

    public void Close()
    {
        socket.Dispose();
        _clientSpoke.TrySetException(new ObjectDisposedException(nameof(SocketTransport)));
        _closed.TrySetResult();
    }

    /// <summary>Ends the connection with a reset, without a word.</summary>
    public void Cut()
    {
        // The peer may have ended it already, and with it the socket.
        if (!Closed.IsCompleted && socket.Connected)
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        Close();
    }

    // The SASL layer's header has a 3 in place of the 0 (AMQP 1.0 §2.2, §5.3.1).
    private static bool IsAmqpHeader(ByteBuffer buffer) =>
        buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).StartsWith("AMQP\0"u8);

    private int Copy(byte[] buffer, int offset, int count)
    {
        var copied = Math.Min(count, _to - _from);
        Buffer.BlockCopy(_read, _from, buffer, offset, copied);
        _from += copied;
        return copied;
    }
}
