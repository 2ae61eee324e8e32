using System.Net.Sockets;
using Amqp.Handler;

namespace CcsBridge.ServiceBus;

/// <summary>
/// The socket of a connection that is being opened. The library's TLS and SASL steps know no cancellation:
/// closing the socket under them is how a peer that accepts and says nothing is given up.
/// </summary>
internal sealed class DialedSocket : IHandler
{
    private readonly Lock _gate = new();
    private Socket? _socket;
    private bool _closed;

    public bool CanHandle(EventId id) => id == EventId.SocketConnect;

    public void Handle(Event protocolEvent)
    {
        lock (_gate)
        {
            _socket = (Socket)protocolEvent.Context;
            if (_closed) _socket.Dispose();
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _socket?.Dispose();
        }
    }
}
