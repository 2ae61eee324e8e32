using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace CcsBridge.Tests.Host.Dialing;

/// <summary>Listens on 127.0.0.1 and plays a part on each connection; a connection is closed when its part is over.</summary>
internal sealed class ScriptedPort : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Stream, CancellationToken, Task> _part;
    private readonly TaskCompletionSource _again = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;

    private ScriptedPort(Func<Stream, CancellationToken, Task> part)
    {
        _part = part;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _running = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Somebody came a second time.</summary>
    public Task Again => _again.Task;

    public static ScriptedPort Open(Func<Stream, CancellationToken, Task> part) => new(part);

    /// <summary>Reads up to and with <paramref name="mark"/>, byte by byte, so that nothing behind it is taken.</summary>
    public static async Task<string> ReadToAsync(Stream stream, string mark, CancellationToken cancel)
    {
        var (read, one) = ("", new byte[1]);
        while (!read.EndsWith(mark, StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancel);
            read += (char)one[0];
        }

        return read;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(PlayAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
                if (connections.Count == 2)
                    _again.SetResult();
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PlayAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            await _part(client.GetStream(), _end.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or AuthenticationException)
        {
            // The other side left, or the test is over: that is how these parts end.
        }
    }
}
