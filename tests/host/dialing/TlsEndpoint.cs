using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CcsBridge.Connector.Settings;

namespace CcsBridge.Tests.Host.Dialing;

/// <summary>A port of 127.0.0.1 that speaks TLS and then plays a part, with a certificate made for the occasion.</summary>
internal sealed class TlsEndpoint : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ccsbridge-test-").FullName;
    private readonly X509Certificate2 _certificate;
    private readonly ScriptedPort _port;

    /// <param name="name">Whom the certificate is for.</param>
    /// <param name="validFrom">The certificate's life begins so many days from now.</param>
    /// <param name="validTo">And ends so many days from now.</param>
    /// <param name="part">Once TLS stands; null: it says one byte.</param>
    public TlsEndpoint(string name = "localhost", int validFrom = -10, int validTo = 10, Func<Stream, CancellationToken, Task>? part = null)
    {
        _certificate = Make(name, DateTimeOffset.UtcNow.AddDays(validFrom), DateTimeOffset.UtcNow.AddDays(validTo));
        File.WriteAllText(TrustFile, _certificate.ExportCertificatePem());
        _port = ScriptedPort.Open((stream, cancel) => SecureAsync(stream, part ?? SayOneByteAsync, cancel));
    }

    public int Port => _port.Port;

    /// <inheritdoc cref="ScriptedPort.Again"/>
    public Task Again => _port.Again;

    /// <summary>The certificate as PEM.</summary>
    public string TrustFile => Path.Combine(_folder, "trusted.pem");

    /// <summary>As a person would set it.</summary>
    public CcsEndpoint Settings(string host = "localhost", ProxyAddress? proxy = null, bool trusted = true) =>
        new(host, Port, "gcm.googleapis.com", TlsMode.Direct, trusted ? TrustFile : null, proxy);

    public async ValueTask DisposeAsync()
    {
        await _port.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task SecureAsync(Stream plain, Func<Stream, CancellationToken, Task> part, CancellationToken cancel)
    {
        await using var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, cancel);
        await part(secure, cancel);
    }

    private static async Task SayOneByteAsync(Stream stream, CancellationToken cancel) => await stream.WriteAsync("!"u8.ToArray(), cancel);

    private static X509Certificate2 Make(string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var ephemeral = request.CreateSelfSigned(from, to);
        // Windows' TLS cannot use an ephemeral key.
        return X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
    }
}
