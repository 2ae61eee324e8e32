namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>A sender that may log in. <paramref name="Key"/> is its server key, the SASL password.</summary>
internal sealed record Sender(string Id, string Key);

/// <summary>Which connection of a sender gets the next upstream message. CCS never said how it chose.</summary>
internal enum Distribution
{
    RoundRobin,
    Newest,
    Random,
}

/// <summary>What happens to a downstream message over the window. CCS never said.</summary>
internal enum Overrun
{
    /// <summary>The stream ends with <c>policy-violation</c>: a client that miscounts learns it at once.</summary>
    EndStream,

    /// <summary>It is taken like any other.</summary>
    Accept,
}

/// <summary>The endpoint's numbers. The defaults are the CCS reference's where it has one.</summary>
internal sealed record EndpointSettings
{
    public required IReadOnlyList<Sender> Senders { get; init; }

    public string Domain { get; init; } = "gcm.googleapis.com";

    /// <summary>Downstream messages unanswered per connection.</summary>
    public int DownstreamWindow { get; init; } = 100;

    public Overrun Overrun { get; init; } = Overrun.EndStream;

    /// <summary>Upstream messages unacked per connection. The reference is silent; 100 is what people assumed.</summary>
    public int UpstreamWindow { get; init; } = 100;

    public Distribution Distribution { get; init; } = Distribution.RoundRobin;

    /// <summary>Upstream messages kept per sender, delivered ones included; beyond it a phone's send is refused.</summary>
    public int MostUpstream { get; init; } = 10_000;

    public int MostConnections { get; init; } = 1000;

    /// <summary>Bytes of one stanza.</summary>
    public int LongestStanza { get; init; } = 64 * 1024;

    /// <summary>From the first byte to the bound resource.</summary>
    public TimeSpan HandshakeWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A lone space is sent this often; null sends none.</summary>
    public TimeSpan? KeepAlive { get; init; } = TimeSpan.FromMinutes(1);
}
