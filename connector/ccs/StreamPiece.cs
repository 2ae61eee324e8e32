namespace CcsBridge.Ccs;

/// <summary>What the byte stream consists of, once cut. The text is valid UTF-8 but has not been parsed.</summary>
internal abstract record StreamPiece
{
    private StreamPiece() { }

    /// <summary>The stream's start tag, with the XML declaration if there was one.</summary>
    public sealed record Header(string Xml) : StreamPiece;

    /// <summary>One whole element below the stream.</summary>
    public sealed record Element(string Xml) : StreamPiece;

    /// <summary>An element below the stream that was too large to be kept.</summary>
    /// <param name="Head">How it begins, as <see cref="StanzaHead"/> makes it; at most the limit and an end of CDATA.</param>
    /// <param name="Bytes">The size of all of it.</param>
    public sealed record Oversized(string Head, int Bytes) : StreamPiece;

    /// <summary>The stream's end tag.</summary>
    public sealed record End : StreamPiece;

    /// <summary>What came is not XMPP, or over a limit. Nothing follows it.</summary>
    public sealed record Violation(string Reason) : StreamPiece;
}
