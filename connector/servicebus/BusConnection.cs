using Amqp;
using Amqp.Sasl;

namespace CcsBridge.ServiceBus;

/// <summary>The one connection that all links share: opened when first wanted, and again when wanted after its end.</summary>
internal sealed class BusConnection(ServiceBusConnectionString target, string containerId, TimeProvider time, CancellationToken stop)
{
    private static readonly TimeSpan OpenWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<Connection>? _current;

    public Task<Connection> GetAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_current is null || _current.IsCompleted && !IsLive(_current)) _current = OpenAsync();
            return _current.WaitAsync(cancel);
        }
    }

    /// <summary>Ends what is open; the bus has been stopped, so nothing opens it again.</summary>
    public async Task CloseAsync()
    {
        Task<Connection>? current;
        lock (_gate) current = _current;
        if (current is null) return;

        try
        {
            await (await current).CloseAsync(CloseWithin);
        }
        catch (Exception e) when (Fault.IsExpected(e))
        {
            // Never opened, or the broker went first: closed either way.
        }
    }

    private static bool IsLive(Task<Connection> opened) =>
        opened.IsCompletedSuccessfully && opened.Result is { IsClosed: false, ConnectionState: ConnectionState.Opened };

    private async Task<Connection> OpenAsync()
    {
        using var deadline = new CancellationTokenSource(OpenWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        var socket = new DialedSocket();
        using var cut = either.Token.Register(socket.Close);
        try
        {
            return await Factory().CreateAsync(Address(), either.Token, socket);
        }
        catch (Exception e) when (Fault.IsExpected(e) && deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"no AMQP connection to {target.Host}:{target.Port} within {OpenWithin.TotalSeconds} s", e);
        }
    }

    private Address Address() =>
        new(target.Host, target.Port, user: null, password: null, path: "/", target.UseDevelopmentEmulator ? "amqp" : "amqps");

    private ConnectionFactory Factory()
    {
        var factory = new ConnectionFactory();
        factory.SASL.Profile = SaslProfile.Anonymous;
        factory.AMQP.ContainerId = containerId;
        factory.AMQP.HostName = target.Host;
        factory.AMQP.MaxFrameSize = 64 * 1024;
        // Half of it is announced: the broker speaks at least every 30 s, and we hear within 60 s that it is gone.
        factory.AMQP.IdleTimeout = 60_000;
        return factory;
    }
}
