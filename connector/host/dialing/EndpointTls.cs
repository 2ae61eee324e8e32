using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CcsBridge.Connector.Settings;

namespace CcsBridge.Connector.Dialing;

/// <summary>TLS 1.2 or newer with the endpoint; its certificate is checked against the host's name, and its chain always.</summary>
internal static class EndpointTls
{
    /// <exception cref="IOException">There is no TLS; the message is a sentence with the remedy.</exception>
    public static async Task<Stream> BeginAsync(WatchedStream plain, CcsEndpoint endpoint, CancellationToken cancel)
    {
        string? distrust = null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = endpoint.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = Policy(endpoint.TrustedCertificate),
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                distrust = CertificateDistrust.Explain(errors, certificate as X509Certificate2, chain, endpoint.TrustedCertificate is not null);
                return errors == SslPolicyErrors.None;
            },
        };
        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsClientAsync(options, cancel);
            return secure;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            await secure.DisposeAsync();
            throw new IOException(distrust ?? TlsFailure.Explain(plain.First, e), e);
        }
    }

    // Null: the system's roots, as the platform checks them.
    private static X509ChainPolicy? Policy(string? trusted)
    {
        if (trusted is null)
            return null;
        var roots = TrustedRoots.TryRead(trusted, out var fault) ?? throw new IOException($"Ccs:TrustedCertificate: {fault}; put a PEM file with a certificate there");
        // Trusted instead of the system's roots; name and chain are checked all the same.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
