namespace CcsBridge.Connector.Dialing;

/// <summary>How far dialing has come.</summary>
internal enum DialStage
{
    /// <summary>Name and TCP, to the proxy if there is one.</summary>
    Connecting,

    /// <summary>The proxy was asked for a tunnel.</summary>
    Tunnelling,

    /// <summary>TLS with the endpoint.</summary>
    Securing,
}

/// <summary>What it means to hear nothing at a stage.</summary>
internal static class DialStageSentences
{
    public static string TooLate(this DialStage stage, TimeSpan patience, bool throughProxy)
    {
        var within = $"within {patience.TotalSeconds:0} s";
        return stage switch
        {
            DialStage.Connecting => $"no answer {within}; check {ConnectFailure.Settings(throughProxy)}, the network and any firewall",
            DialStage.Tunnelling => $"the proxy took the connection but opened no tunnel {within}; check that Ccs:Proxy is an HTTP proxy, and that it can reach the endpoint",
            _ => $"the connection was taken but TLS did not come about {within}; check that Ccs:Port is the port on which TLS begins with the first byte",
        };
    }
}
