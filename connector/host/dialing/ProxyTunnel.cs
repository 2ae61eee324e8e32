using System.Text;
using CcsBridge.Connector.Settings;

namespace CcsBridge.Connector.Dialing;

/// <summary>Asks a proxy for a tunnel to the endpoint: HTTP CONNECT, with basic authentication (RFC 7617) if a login is set.</summary>
internal static class ProxyTunnel
{
    /// <param name="stream">To the proxy; afterwards, to the endpoint.</param>
    /// <param name="proxy">Whose login is used.</param>
    /// <param name="target">The endpoint, as <c>host:port</c>.</param>
    /// <param name="cancel">Bounds the time.</param>
    /// <exception cref="IOException">There is no tunnel; the message is a sentence with the remedy.</exception>
    public static async Task OpenAsync(WatchedStream stream, ProxyAddress proxy, string target, CancellationToken cancel)
    {
        var answer = await AskAsync(stream, Request(proxy, target), cancel);
        if (answer is not ProxyAnswer.Opened)
            throw new IOException(ProxyRefusal.Explain(answer, proxy.Login is not null));
        stream.WatchAnew();
    }

    // Null: it closed or cut the connection before its answer was whole.
    private static async Task<ProxyAnswer?> AskAsync(WatchedStream stream, byte[] request, CancellationToken cancel)
    {
        var received = new byte[ProxyAnswer.LongestHead];
        var count = 0;
        try
        {
            await stream.WriteAsync(request, cancel);
            while (await stream.ReadAsync(received.AsMemory(count), cancel) is > 0 and var read)
            {
                count += read;
                if (ProxyAnswer.Read(received.AsSpan(0, count)) is { } answer)
                    return answer;
            }
        }
        catch (IOException)
        {
            // Cut instead of closed: the same to a person.
        }

        return null;
    }

    private static byte[] Request(ProxyAddress proxy, string target)
    {
        var login = proxy.Login is { } known
            ? $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{known.UserName}:{known.Password}"))}\r\n"
            : "";
        return Encoding.ASCII.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{login}\r\n");
    }
}
