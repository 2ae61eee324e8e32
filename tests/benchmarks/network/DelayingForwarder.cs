using System.Net;
using System.Net.Sockets;

namespace CcsBridge.Benchmarks.Network;

/// <summary>
/// A longer wire to a port of this machine: every chunk is kept for half a round trip, each way, and nothing limits how many are under
/// way. Timers are coarse, so what was really injected is measured.
/// </summary>
internal sealed class DelayingForwarder : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly int _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly InjectedDelay _delay = new();
    private readonly List<Task> _connections = [];
    private Task _accepting = Task.CompletedTask;

    private DelayingForwarder(Socket listener, int target) => (_listener, _target) = (listener, target);

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Counts for chunks that come from now on.</summary>
    public TimeSpan RoundTrip
    {
        get => 2 * _delay.OneWay;
        set => _delay.OneWay = value / 2;
    }

    /// <summary>Listens on 127.0.0.1 and forwards to <paramref name="target"/> there.</summary>
    public static DelayingForwarder Open(int target, TimeSpan roundTrip)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var forwarder = new DelayingForwarder(listener, target) { RoundTrip = roundTrip };
        forwarder._accepting = forwarder.AcceptAsync();
        return forwarder;
    }

    /// <summary>The mean round trip injected since the last call.</summary>
    public TimeSpan TakeMeasured() => 2 * _delay.TakeMean();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _connections.Add(ForwardAsync(await _listener.AcceptAsync(_stop.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    // Either end's end is the other's.
    private async Task ForwardAsync(Socket near)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            try
            {
                near.NoDelay = far.NoDelay = true;
                await far.ConnectAsync(IPAddress.Loopback, _target, over.Token);
                var there = new DelayedPipe(near, far, _delay).RunAsync(over.Token);
                var back = new DelayedPipe(far, near, _delay).RunAsync(over.Token);
                await Task.WhenAny(there, back);
                await over.CancelAsync();
                await Task.WhenAll(there, back);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The target is gone, or we are asked to end: closing both ends tells them.
                return;
            }
        }
    }
}
