namespace CcsBridge.Connector.Dialing;

/// <summary>Why a proxy opened no tunnel, in a sentence with the remedy.</summary>
internal static class ProxyRefusal
{
    /// <param name="answer">Null: it closed the connection without one.</param>
    /// <param name="withLogin">Ccs:Proxy has a user and a password.</param>
    public static string Explain(ProxyAnswer? answer, bool withLogin) => answer switch
    {
        null => "the proxy closed the connection without an answer; check that Ccs:Proxy is an HTTP proxy and lets this machine in",
        ProxyAnswer.Unreadable unreadable => $"the proxy {unreadable.Why}; check that Ccs:Proxy is an HTTP proxy",
        ProxyAnswer.Refused { Status: 407, Schemes: { Length: > 0 } schemes } when !schemes.Contains("Basic", StringComparison.Ordinal) =>
            $"the proxy wants a login by {schemes} (407), and only Basic is spoken here; have it allow Basic, or let this machine through without a login",
        ProxyAnswer.Refused { Status: 407 } => withLogin
            ? "the proxy does not take the login (407); check user and password in Ccs:Proxy"
            : "the proxy wants a login (407); set Ccs:Proxy to http://user:password@host:port",
        ProxyAnswer.Refused { Status: 401 or 403 or 405 } no =>
            $"the proxy does not let us through ({no.Status}); have it allow CONNECT to this host and port",
        ProxyAnswer.Refused { Status: 502 or 503 or 504 } no =>
            $"the proxy cannot reach the endpoint ({no.Status}); check Ccs:Host and Ccs:Port, and the proxy's own network and DNS",
        ProxyAnswer.Refused no => $"the proxy answered with status {no.Status}; check that Ccs:Proxy is an HTTP proxy that knows CONNECT",
        _ => throw new InvalidOperationException($"{answer.GetType().Name} is no refusal"),
    };
}
