using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CcsBridge.Benchmarks.Relays;

/// <summary>Opens a bound session: each step is sent whole and its answer awaited by its last bytes.</summary>
internal static class RelayLogin
{
    private const string Domain = "gcm.googleapis.com";
    private const string Open =
        $"<stream:stream to=\"{Domain}\" version=\"1.0\" xmlns=\"jabber:client\" xmlns:stream=\"http://etherx.jabber.org/streams\">";

    public static async Task<Stream> OpenAsync(RelaySettings settings, CancellationToken cancel)
    {
        var stream = await SecureAsync(settings, cancel);
        var plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{settings.SenderId}@{Domain}\0{settings.Key}"));
        await StepAsync(stream, Open, "</stream:features>", cancel);
        await StepAsync(stream, $"<auth xmlns=\"urn:ietf:params:xml:ns:xmpp-sasl\" mechanism=\"PLAIN\">{plain}</auth>", "<success", cancel);
        await StepAsync(stream, Open, "</stream:features>", cancel);
        await StepAsync(
            stream, "<iq type=\"set\" id=\"b\"><bind xmlns=\"urn:ietf:params:xml:ns:xmpp-bind\"><resource>relay</resource></bind></iq>", "</iq>", cancel);
        return stream;
    }

    private static async Task<Stream> SecureAsync(RelaySettings settings, CancellationToken cancel)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", settings.Port, cancel);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPemFile(settings.CertificatePath);
        var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = trust }, cancel);
        return secure;
    }

    private static async Task StepAsync(Stream stream, string say, string hear, CancellationToken cancel)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(say), cancel);
        var heard = new StringBuilder();
        // One at a time: what comes right behind the answer is not the login's to take.
        var buffer = new byte[1];
        while (!heard.ToString().Contains(hear, StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(buffer, cancel) == 0)
                throw new IOException($"the endpoint closed the connection before {hear}: {heard}");
            heard.Append((char)buffer[0]);
        }
    }
}
