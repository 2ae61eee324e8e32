using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CcsBridge.Tests.Local.Ccs;

/// <summary>A client that speaks raw XML over the socket, with TLS that trusts one PEM file and nothing else.</summary>
internal sealed class WireClient(TcpClient tcp, Stream stream, CancellationToken cancellation) : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[8192];
    private string _read = "";

    public static async Task<WireClient> ConnectAsync(int port, string? trusted, CancellationToken cancellation)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port, cancellation);
        if (trusted is null)
            return new WireClient(tcp, tcp.GetStream(), cancellation);

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(trusted);
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy }, cancellation);
        return new WireClient(tcp, tls, cancellation);
    }

    public async Task LoginAsync()
    {
        await SayAsync(EndpointRig.Header);
        await ReadUntilAsync("</stream:features>");
        await SayAsync(EndpointRig.Auth("1234567890", "key-1"));
        await ReadUntilAsync("<success");
        await SayAsync(EndpointRig.Header);
        await ReadUntilAsync("</stream:features>");
        await SayAsync("""<iq type="set" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>t</resource></bind></iq>""");
        await ReadUntilAsync("</iq>");
    }

    public Task SayAsync(string xml) => stream.WriteAsync(Encoding.UTF8.GetBytes(xml), cancellation).AsTask();

    /// <summary>Reads on until this text has come, and forgets everything up to its end.</summary>
    public async Task ReadUntilAsync(string text)
    {
        int at;
        while ((at = _read.IndexOf(text, StringComparison.Ordinal)) < 0)
        {
            var count = await stream.ReadAsync(_buffer, cancellation);
            Assert.True(count > 0, $"The stream ended before '{text}'; unread: '{_read}'.");
            _read += Encoding.UTF8.GetString(_buffer, 0, count);
        }

        _read = _read[(at + text.Length)..];
    }

    /// <summary>What has come and was not asked for yet.</summary>
    public string Unread => _read;

    public bool HasBytes => tcp.Available > 0;

    /// <summary>Reads until the peer has closed; a connection that was cut throws.</summary>
    public async Task ReadToEndAsync()
    {
        while (!await IsOverAsync())
            continue;
    }

    /// <summary>True when the peer has closed in order; a connection that was cut throws.</summary>
    public async Task<bool> IsOverAsync() => await stream.ReadAsync(_buffer, cancellation) == 0;

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        tcp.Dispose();
    }
}
