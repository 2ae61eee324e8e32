using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs;

/// <summary>Accepts connections on 127.0.0.1, takes each through TLS and runs it; owns and awaits them all.</summary>
internal sealed class CcsListener(TcpListener listener, X509Certificate2? certificate, LiveEndpoint endpoint, CcsEmulatorOptions options)
{
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>A bound listener; throws with a sentence that names the port when it is taken.</summary>
    public static TcpListener Bind(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new IOException(PortInUse.Sentence("the CCS endpoint", port, "--port-ccs", e), e);
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stop);
                connections.RemoveAll(c => c.IsCompletedSuccessfully);
                connections.Add(ServeAsync(socket, stop));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
        finally
        {
            listener.Dispose();
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        using var owned = socket;
        socket.NoDelay = true;
        await using var stream = await SecureAsync(new NetworkStream(socket, ownsSocket: false), stop);
        if (stream is not null)
            await new CcsSocket(socket, stream, endpoint, options.Time).RunAsync(stop);
    }

    /// <summary>The stream to speak on; null when the peer did not get through TLS in time.</summary>
    private async Task<Stream?> SecureAsync(NetworkStream plain, CancellationToken stop)
    {
        if (certificate is null)
            return plain;
        var tls = new SslStream(plain);
        using var tooLong = new CancellationTokenSource(options.Endpoint.HandshakeWithin, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, stop);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, either.Token);
            return tls;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            endpoint.Happenings.Add(new Happening.TlsFailed(e.Message));
            await tls.DisposeAsync();
            return null;
        }
    }
}
