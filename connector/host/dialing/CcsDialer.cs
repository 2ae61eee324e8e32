using System.Net;
using System.Net.Sockets;
using CcsBridge.Connector.Settings;

namespace CcsBridge.Connector.Dialing;

/// <summary>
/// Opens the stream to the endpoint: TCP, a tunnel through the proxy if there is one, then TLS from the first byte (CCS reference, TLS:
/// no STARTTLS). All of it within <see cref="Patience"/>.
/// </summary>
internal sealed class CcsDialer(CcsEndpoint endpoint, TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _place = ProxyAddress.HostAndPort(endpoint.Host, endpoint.Port);

    /// <exception cref="IOException">It could not be opened; the message is a sentence with the remedy.</exception>
    public async Task<Stream> DialAsync(CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        var stage = DialStage.Connecting;
        WatchedStream? stream = null;
        try
        {
            stream = new WatchedStream(await ConnectAsync(either.Token));
            if (endpoint.Proxy is { } through)
            {
                stage = DialStage.Tunnelling;
                await ProxyTunnel.OpenAsync(stream, through, _place, either.Token);
            }

            stage = DialStage.Securing;
            return endpoint.Tls == TlsMode.None ? stream : await EndpointTls.BeginAsync(stream, endpoint, either.Token);
        }
        catch (Exception e) when (SentenceFor(e, stage, patience.IsCancellationRequested) is { } sentence)
        {
            stream?.Dispose();
            throw new IOException($"{Where(stage)}: {sentence}", e);
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancel)
    {
        var (host, port) = endpoint.Proxy is { } proxy ? (proxy.Host, proxy.Port) : (endpoint.Host, endpoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, cancel);
        return await AddressesInTurn.ConnectAsync(addresses, Patience, (address, turn) => ConnectAsync(address, port, turn), time, cancel);
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancel);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private string Where(DialStage stage) => endpoint.Proxy switch
    {
        null => _place,
        var proxy when stage == DialStage.Connecting => $"proxy {proxy}",
        var proxy => $"{_place} through proxy {proxy}",
    };

    // Null: not ours to explain.
    private string? SentenceFor(Exception e, DialStage stage, bool tooLate) => e switch
    {
        OperationCanceledException when tooLate => stage.TooLate(Patience, endpoint.Proxy is not null),
        SocketException socket => ConnectFailure.Explain(socket.SocketErrorCode, endpoint.Proxy is not null),
        IOException step => step.Message,
        _ => null,
    };
}
