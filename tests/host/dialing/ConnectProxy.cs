using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CcsBridge.Tests.Host.Dialing;

/// <summary>An HTTP proxy that knows CONNECT, to ports of 127.0.0.1, and wants a login if it is given one.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly ScriptedPort _port;
    private readonly string? _login;

    /// <param name="login"><c>user:password</c>; null: it lets everybody through.</param>
    public ConnectProxy(string? login)
    {
        _login = login;
        _port = ScriptedPort.Open(ServeAsync);
    }

    public int Port => _port.Port;

    /// <inheritdoc cref="ScriptedPort.Again"/>
    public Task Again => _port.Again;

    /// <summary>The requests that came, with their headers.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public ValueTask DisposeAsync() => _port.DisposeAsync();

    private async Task ServeAsync(Stream client, CancellationToken cancel)
    {
        var request = await ScriptedPort.ReadToAsync(client, "\r\n\r\n", cancel);
        Requests.Enqueue(request);
        if (_login is not null && !request.Contains($"\r\nProxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(_login))}\r\n", StringComparison.Ordinal))
        {
            await client.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancel);
            return;
        }

        var port = int.Parse(request.Split(' ')[1].Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        using var endpoint = new TcpClient();
        await endpoint.ConnectAsync(IPAddress.Loopback, port, cancel);
        await client.WriteAsync("HTTP/1.1 200 Connection established\r\nVia: 1.1 test\r\n\r\n"u8.ToArray(), cancel);
        await Task.WhenAny(client.CopyToAsync(endpoint.GetStream(), cancel), endpoint.GetStream().CopyToAsync(client, cancel));
    }
}
