using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CcsBridge.Connector.Settings;

namespace CcsBridge.Connector.Sessions;

/// <summary>Opens the stream to the endpoint: TCP, then TLS from the first byte (CCS reference, TLS: no STARTTLS).</summary>
internal sealed class CcsDialer(CcsEndpoint endpoint, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <exception cref="IOException">It could not be opened; the message is a sentence with what to look at.</exception>
    public async Task<Stream> DialAsync(CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(endpoint.Host, endpoint.Port, either.Token);
            return endpoint.Tls == TlsMode.None ? client.GetStream() : await SecureAsync(client, either.Token);
        }
        catch (Exception e) when (e is SocketException or AuthenticationException or IOException || (e is OperationCanceledException && patience.IsCancellationRequested))
        {
            client.Dispose();
            throw new IOException(Explain(e), e);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private async Task<Stream> SecureAsync(TcpClient client, CancellationToken cancel)
    {
        var secure = new SslStream(client.GetStream(), leaveInnerStreamOpen: false);
        await secure.AuthenticateAsClientAsync(Options(), cancel);
        return secure;
    }

    private SslClientAuthenticationOptions Options()
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = endpoint.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (endpoint.TrustedCertificate is not { } path)
            return options;
        // Trusted instead of the system's roots; name and chain are checked all the same.
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(path);
        return options;
    }

    private string Explain(Exception e) => $"{endpoint.Host}:{endpoint.Port}: " + e switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nobody listens there; check Ccs:Host and Ccs:Port",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "the name cannot be resolved; check Ccs:Host and DNS",
        SocketException socket => $"cannot be reached ({socket.SocketErrorCode}); check the network",
        AuthenticationException tls => $"TLS failed ({tls.Message}); check that the port speaks TLS from the first byte, and Ccs:TrustedCertificate",
        OperationCanceledException => $"no answer within {Patience.TotalSeconds:0} s; check the network and any firewall",
        _ => e.Message,
    };
}
