using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs;

/// <summary>Where the emulator listens and whom it lets in. Both listeners are on 127.0.0.1; port 0 takes a free one.</summary>
internal sealed record CcsEmulatorOptions
{
    public required EndpointSettings Endpoint { get; init; }

    public int Port { get; init; }

    /// <summary>The port of the HTTP door for phones and scripts.</summary>
    public int DoorPort { get; init; }

    /// <summary>TLS from the first byte; false is plaintext, for a look at the wire.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>Where the certificate is written as PEM, for clients to trust; null writes none.</summary>
    public string? CertificatePath { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Random Random { get; init; } = new();

    /// <summary>Throws with one sentence a fault when a value makes no sense.</summary>
    public void Check()
    {
        var faults = new List<string>();
        var ids = Endpoint.Senders.Select(s => s.Id).ToArray();
        if (ids.Length == 0)
            faults.Add("There is no sender; at least one { id, key } is needed.");
        if (ids.Distinct().Count() < ids.Length)
            faults.Add($"The senders are {string.Join(", ", ids)}; each id is allowed once.");
        foreach (var id in ids.Where(i => i.Length == 0 || i.AsSpan().ContainsAny("@/\0")))
            faults.Add($"A sender's id is '{id}'; allowed is any text without '@', '/' and NUL.");
        foreach (var (name, port) in new[] { ("Port", Port), ("DoorPort", DoorPort) }.Where(p => p.Item2 is < 0 or > 65535))
            faults.Add($"{name} is {port}; allowed are 0 (any free port) to 65535.");
        if (Endpoint.DownstreamWindow < 1)
            faults.Add($"DownstreamWindow is {Endpoint.DownstreamWindow}; allowed is 1 or more.");
        if (Endpoint.UpstreamWindow < 1)
            faults.Add($"UpstreamWindow is {Endpoint.UpstreamWindow}; allowed is 1 or more.");

        if (faults.Count > 0)
            throw new ArgumentException(string.Join(" ", faults));
    }
}
