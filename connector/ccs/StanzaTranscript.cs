using System.Text;

namespace CcsBridge.Ccs;

/// <summary>
/// What goes over one session's wire, for people: whole stanzas, indented, their JSON readable, at most <see cref="Longest"/> characters
/// each. Device tokens are masked; the login is never shown, nor the key, wherever it turns up.
/// </summary>
public sealed class StanzaTranscript(CcsSettings settings)
{
    /// <summary>Characters of one stanza.</summary>
    public const int Longest = 4096;

    private readonly (StanzaCutter Cutter, StanzaReader Reader) _heard = (new(), new()), _said = (new(), new());
    private readonly string _login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{settings.SenderId}@{settings.Domain}\0{settings.ApiKey}"));

    /// <summary>Bytes from the endpoint, cut anywhere; what they complete.</summary>
    public IReadOnlyList<string> Heard(ReadOnlySpan<byte> data) => Texts(_heard.Cutter, _heard.Reader, data);

    /// <summary>What is said to the endpoint.</summary>
    public IReadOnlyList<string> Said(SessionEffect.Write write)
    {
        if (write.Secret)
            return ["(the login, which is never shown)"];
        if (write.Data.Span.StartsWith("<stream:stream"u8))
            _said.Cutter.Restart();
        return Texts(_said.Cutter, _said.Reader, write.Data.Span);
    }

    private List<string> Texts(StanzaCutter cutter, StanzaReader reader, ReadOnlySpan<byte> data)
    {
        var texts = new List<string>();
        cutter.Append(data);
        while (cutter.Next() is { } piece)
        {
            texts.Add(Bounded(Text(piece, reader)));
            // After the login a new stream begins, perhaps with the next byte.
            if (piece is StreamPiece.Element { Xml: var xml } && xml.StartsWith("<success", StringComparison.Ordinal))
                cutter.Restart();
        }

        return texts;
    }

    private static string Text(StreamPiece piece, StanzaReader reader) => piece switch
    {
        StreamPiece.End => "</stream:stream>",
        StreamPiece.Header or StreamPiece.Element when reader.TryRead(piece, out var element, out _) => StanzaPrint.Of(element, piece is StreamPiece.Header),
        StreamPiece.Oversized large => $"(a stanza of {large.Bytes} bytes, not shown)",
        StreamPiece.Violation violation => $"(not XMPP: {violation.Reason})",
        _ => "(not well-formed XML, not shown)",
    };

    private string Bounded(string text)
    {
        var safe = text.Replace(_login, "(the login)", StringComparison.Ordinal).Replace(settings.ApiKey, "(the key)", StringComparison.Ordinal);
        if (safe.Length <= Longest)
            return safe;
        var end = char.IsHighSurrogate(safe[Longest - 1]) ? Longest - 1 : Longest;
        return $"{safe[..end]}\n... ({safe.Length - end} characters more)";
    }
}
