namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>How the endpoint ends a stream.</summary>
internal abstract record StreamEnd(string Why)
{
    /// <summary>A closing tag, then the connection is closed.</summary>
    public sealed record Closed(string Why) : StreamEnd(Why);

    /// <summary>A stream error with this condition (XMPP RFC 6120 §4.9.3), the closing tag, then the connection is closed.</summary>
    public sealed record Fault(string Condition, string Why) : StreamEnd(Why);

    /// <summary>No further word, not even the closing tag; what was written goes out before the connection is closed.</summary>
    public sealed record Cut(string Why) : StreamEnd(Why);

    /// <summary>Nothing: the connection is aborted, as a lost network does.</summary>
    public sealed record Aborted(string Why) : StreamEnd(Why);
}
