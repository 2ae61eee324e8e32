namespace CcsBridge.Ccs;

/// <summary>What the handshake wants after an element.</summary>
internal abstract record HandshakeMove
{
    private HandshakeMove() { }

    /// <summary>Nothing but the next element.</summary>
    public sealed record Wait : HandshakeMove;

    /// <summary>Say this and wait.</summary>
    public sealed record Say(ReadOnlyMemory<byte> Data, bool Secret) : HandshakeMove;

    /// <summary>Begin a new stream on the same connection.</summary>
    public sealed record Restart : HandshakeMove;

    /// <summary>Done.</summary>
    public sealed record Bound(string Jid) : HandshakeMove;

    /// <summary>There will be no session.</summary>
    public sealed record Fail(SessionOver Over) : HandshakeMove;
}
