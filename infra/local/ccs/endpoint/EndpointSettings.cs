namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>A sender that may log in. <paramref name="Key"/> is its server key, the SASL password.</summary>
internal sealed record Sender(string Id, string Key);

/// <summary>The endpoint's numbers and policies. The defaults are the CCS reference's where it has one.</summary>
internal sealed record EndpointSettings
{
    public required IReadOnlyList<Sender> Senders { get; init; }

    public string Domain { get; init; } = "gcm.googleapis.com";

    /// <summary>A stream <c>to</c> another domain ends with <c>host-unknown</c>. The live service did not care.</summary>
    public bool OwnDomainOnly { get; init; }

    /// <summary>Downstream messages unanswered per connection.</summary>
    public int DownstreamWindow { get; init; } = 100;

    public Overrun Overrun { get; init; } = Overrun.EndStream;

    /// <summary>Upstream messages unacked per connection. The reference is silent; 100 is what people assumed.</summary>
    public int UpstreamWindow { get; init; } = 100;

    public Distribution Distribution { get; init; } = Distribution.RoundRobin;

    public BadAcks BadAcks { get; init; } = BadAcks.Nack;

    /// <summary>The shape of acks and nacks; a drain says which one its control message has.</summary>
    public Shape AnswerShape { get; init; } = Shape.Untyped;

    /// <summary>The shape of upstream messages and receipts.</summary>
    public Shape UpstreamShape { get; init; } = Shape.Typed;

    /// <summary>Upstream messages kept per sender, delivered ones included; beyond it a phone's send is refused.</summary>
    public int MostUpstream { get; init; } = 10_000;

    /// <summary>Open connections in all.</summary>
    public int MostConnections { get; init; } = 1000;

    /// <summary>Bound connections of one sender.</summary>
    public int MostPerSender { get; init; } = 1000;

    public Overfull Overfull { get; init; } = Overfull.RefuseNewest;

    /// <summary>Bytes of one stanza.</summary>
    public int LongestStanza { get; init; } = 64 * 1024;

    /// <summary>From the first byte to the bound resource.</summary>
    public TimeSpan HandshakeWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A lone space is sent this often; null sends none.</summary>
    public TimeSpan? KeepAlive { get; init; } = TimeSpan.FromMinutes(1);
}
