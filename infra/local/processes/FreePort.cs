using System.Net;
using System.Net.Sockets;

namespace CcsBridge.Local.Processes;

/// <summary>Ports for children that cannot bind port 0 and say what they got.</summary>
internal static class FreePort
{
    /// <summary>A loopback port that is free now. Another process may take it before the child does: then pick again.</summary>
    public static int Next()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
