using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CcsBridge.Local.Ccs;

namespace CcsBridge.Tests.Plays;

/// <summary>A TLS server that says what a play says, byte for byte, and knows nothing of XMPP.</summary>
internal sealed class ScriptedEndpoint : IAsyncDisposable
{
    private static readonly Lazy<X509Certificate2> Certificate = new(() => LocalCertificate.Create(DateTimeOffset.UtcNow));

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Traffic _traffic;
    private readonly SortedDictionary<int, Connection> _connections = [];

    public ScriptedEndpoint(Traffic traffic)
    {
        _traffic = traffic;
        _listener.Start();
        CertificateFile = Path.Combine(Path.GetTempPath(), $"ccsbridge-plays-{Guid.NewGuid():N}.pem");
        File.WriteAllText(CertificateFile, Certificate.Value.ExportCertificatePem());
    }

    private sealed record Connection(TcpClient Client, SslStream Stream)
    {
        public readonly StringBuilder Heard = new();
        public Task Reading = Task.CompletedTask;
    }

    public string CertificateFile { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The next connection on which TLS comes about; one that was given up in the meantime is passed over.</summary>
    public async Task AcceptAsync(int session, CancellationToken deadline)
    {
        while (!_connections.ContainsKey(session))
        {
            var client = await _listener.AcceptTcpClientAsync(deadline);
            var stream = new SslStream(client.GetStream());
            try
            {
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate.Value }, deadline);
            }
            catch (IOException)
            {
                await stream.DisposeAsync();
                client.Dispose();
                continue;
            }

            var connection = new Connection(client, stream);
            _connections.Add(session, connection);
            connection.Reading = ReadAsync(session, connection);
        }
    }

    public async Task SayAsync(int session, ReadOnlyMemory<byte> bytes)
    {
        _traffic.Said(session, bytes.Length);
        try
        {
            await _connections[session].Stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // The bridge may leave in the middle of what is said to it; the play then tells that its session ended.
        }
    }

    public void Cut(int session)
    {
        _traffic.Cut(session);
        _connections[session].Client.Dispose();
    }

    public IReadOnlyList<Happened> Heard() => [.. _connections.SelectMany(connection =>
    {
        lock (connection.Value.Heard)
            return WireText.Read(connection.Value.Heard.ToString()).Select(what => new Happened(connection.Key, what)).ToList();
    })];

    public void Forget()
    {
        foreach (var connection in _connections.Values)
        {
            lock (connection.Heard)
                connection.Heard.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (var connection in _connections.Values)
        {
            connection.Client.Dispose();
            await connection.Reading;
        }

        File.Delete(CertificateFile);
    }

    private async Task ReadAsync(int session, Connection connection)
    {
        var buffer = new byte[16 * 1024];
        var text = Encoding.UTF8.GetDecoder();
        var letters = new char[buffer.Length + 1];
        try
        {
            while (await connection.Stream.ReadAsync(buffer) is > 0 and var count)
            {
                lock (connection.Heard)
                    connection.Heard.Append(letters, 0, text.GetChars(buffer.AsSpan(0, count), letters, flush: false));
                _traffic.Heard(session, count);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It was cut, by the play or by the bridge.
        }
    }
}
