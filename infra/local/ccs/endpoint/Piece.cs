namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What the cutter finds in a stream of bytes.</summary>
internal abstract record Piece
{
    private Piece()
    {
    }

    /// <summary>The opening tag of a stream, from its <c>&lt;</c> to its <c>&gt;</c>.</summary>
    public sealed record StreamOpened(ReadOnlyMemory<byte> Tag) : Piece;

    public sealed record Stanza(ReadOnlyMemory<byte> Bytes) : Piece;

    public sealed record StreamClosed : Piece;

    /// <summary>The stream must end with this condition of XMPP RFC 6120 §4.9.3.</summary>
    public sealed record Violation(string Condition, string Why) : Piece;
}
