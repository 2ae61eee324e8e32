using Amqp;
using Amqp.Listener;
using Amqp.Sasl;

namespace CcsBridge.Local.Broker;

/// <summary>
/// One client's connection. A library host of its own for each: so one client that is silent in its handshake keeps no other
/// waiting, link names and tokens are the connection's, and its raw messages can be had.
/// </summary>
internal sealed class ConnectionHost : ContainerHost, IContainer
{
    private const string Scheme = "accepted";

    /// <summary>Announced as idle-time-out, halved by the library: a client that is silent for so long is gone.</summary>
    private const int IdleTimeout = 240_000;

    // The .NET client opens a session for every link.
    private const int MaxSessions = 4_096;

    private ConnectionHost(Address address)
        : base([address])
    {
    }

    /// <summary>Starts the protocol on an accepted socket. The transport's end is the connection's.</summary>
    public static ConnectionEvents Open(SocketTransport transport, BrokerOptions options, EngineDriver driver, SendersCredit credit)
    {
        var events = new ConnectionEvents();
        var host = new ConnectionHost(new Address("127.0.0.1", 5672, null, null, "/", Scheme));
        host.CustomTransports[Scheme] = new AcceptedTransport(transport);
        // The library casts every target to one with an address, which a transaction coordinator has not; a name from us prevents that.
        host.AddressResolver = (_, _) => Scheme;
        host.RegisterLinkProcessor(new LinkRouter(driver, new CbsNode(options.KeyName, options.Key), credit));

        var listener = host.Listeners[0];
        listener.HandlerFactory = _ => events;
        listener.SASL.EnableMechanism("MSSBCBS", SaslProfile.Anonymous);
        listener.SASL.EnableAnonymousMechanism = true;
        listener.SASL.EnablePlainMechanism(options.KeyName, options.Key);
        listener.AMQP.MaxSessionsPerConnection = MaxSessions;
        listener.AMQP.MaxFrameSize = 64 * 1024;
        listener.AMQP.IdleTimeout = IdleTimeout;
        host.Open();
        return events;
    }

    Message IContainer.CreateMessage(ByteBuffer buffer) => new RawMessage(buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray());

    /// <summary>Hands over the one socket; the library asks again and must not get an answer.</summary>
    private sealed class AcceptedTransport(SocketTransport transport) : TransportProvider
    {
        private bool _handedOver;

        public override Task<IAsyncTransport> CreateAsync(Address address)
        {
            if (_handedOver)
                return new TaskCompletionSource<IAsyncTransport>().Task;
            _handedOver = true;
            return Task.FromResult<IAsyncTransport>(transport);
        }
    }
}
