using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CcsBridge.Local.Broker;

/// <summary>Accepts clients on 127.0.0.1 and ends them.</summary>
internal sealed class BrokerListener : IAsyncDisposable
{
    private const int MaxConnections = 1_000;

    /// <summary>From a client's connect to the end of its SASL exchange.</summary>
    private static readonly TimeSpan HandshakeWithin = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly BrokerOptions _options;
    private readonly EngineDriver _driver;
    private readonly SendersCredit _credit;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<SocketTransport, bool> _connections = new();
    private readonly List<Task> _serving = [];
    private Task _accepting = Task.CompletedTask;

    private BrokerListener(Socket socket, BrokerOptions options, EngineDriver driver, SendersCredit credit) =>
        (_socket, _options, _driver, _credit) = (socket, options, driver, credit);

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public static BrokerListener Open(BrokerOptions options, EngineDriver driver, SendersCredit credit)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, options.Port));
            socket.Listen();
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new IOException(PortInUse.Sentence("the Service Bus", options.Port, "--port-bus", error), error);
        }

        return new BrokerListener(socket, options, driver, credit);
    }

    // On the thread pool: whoever starts the broker may have a synchronization context, which clients must not wait for.
    public void Start() => _accepting = Task.Run(() => AcceptAsync(_stop.Token), CancellationToken.None);

    public void DropConnections()
    {
        foreach (var transport in _connections.Keys)
            transport.Cut();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _socket.Dispose();
        DropConnections();
        await Task.WhenAll(_serving);
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _socket.AcceptAsync(stop);
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException)
            {
                // A client that gave up while it was being accepted; or the stop, on which the loop ends.
                continue;
            }

            if (_connections.Count >= MaxConnections)
                client.Dispose();
            else
                Serve(client);
        }
    }

    private void Serve(Socket client)
    {
        client.NoDelay = true;
        var transport = new SocketTransport(client);
        _connections[transport] = true;
        _serving.RemoveAll(task => task.IsCompletedSuccessfully);
        _serving.Add(ServeAsync(transport));
    }

    private async Task ServeAsync(SocketTransport transport)
    {
        var events = ConnectionHost.Open(transport, _options, _driver, _credit);
        using (var waiting = new CancellationTokenSource())
        {
            await Task.WhenAny(transport.Closed, events.HandshakeOver, Task.Delay(HandshakeWithin, _options.Time, waiting.Token));
            await waiting.CancelAsync();
        }

        if (!events.HandshakeOver.IsCompleted)
            transport.Cut();
        await transport.Closed;
        _connections.TryRemove(transport, out _);
    }
}
