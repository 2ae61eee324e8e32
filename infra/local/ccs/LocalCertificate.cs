using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CcsBridge.Local.Ccs;

/// <summary>
/// A certificate made at start for <c>localhost</c> and 127.0.0.1. Clients trust it by its PEM file; its key never leaves memory.
/// </summary>
internal static class LocalCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public static X509Certificate2 Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));

        using var ephemeral = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        // Windows' TLS cannot use an ephemeral key; a round trip through PKCS #12 makes one it can.
        return X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Writes the certificate, never half of it: a client may be waiting for the file.</summary>
    public static async Task WriteAsync(X509Certificate2 certificate, string path, CancellationToken cancellation)
    {
        var beside = path + ".new";
        await File.WriteAllTextAsync(beside, certificate.ExportCertificatePem() + "\n", cancellation);
        File.Move(beside, path, overwrite: true);
    }
}
