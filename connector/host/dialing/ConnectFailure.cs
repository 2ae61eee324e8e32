using System.Net.Sockets;

namespace CcsBridge.Connector.Dialing;

/// <summary>Why there is no TCP connection, in a sentence with the remedy.</summary>
internal static class ConnectFailure
{
    public static string Explain(SocketError error, bool throughProxy) => error switch
    {
        SocketError.ConnectionRefused => $"nobody listens there; check {Settings(throughProxy)}",
        SocketError.HostNotFound or SocketError.NoData => $"there is no such name; check {Settings(throughProxy)}, and DNS",
        SocketError.TryAgain => $"the name cannot be resolved now; check the network and DNS, then {Settings(throughProxy)}",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown =>
            $"there is no way to it from here ({error}); check the network, its routes and any firewall",
        SocketError.TimedOut => $"no answer; check {Settings(throughProxy)}, the network and any firewall",
        _ => $"no connection ({error}); check the network and any firewall",
    };

    /// <summary>Where the address comes from.</summary>
    public static string Settings(bool throughProxy) => throughProxy ? "Ccs:Proxy" : "Ccs:Host and Ccs:Port";
}
