using System.Text;
using System.Text.Unicode;

namespace CcsBridge.Ccs;

/// <summary>
/// Finds where each stanza ends, byte by byte, so that only whole ones reach an XML parser. However the bytes are cut, the pieces are
/// the same; a piece has at most <see cref="LongestStanza"/> bytes and <see cref="DeepestNesting"/> levels. Of a larger stanza the head
/// is kept and up to <see cref="MostSkipped"/> bytes are skipped, unseen but for their markup. What XMPP forbids (RFC 6120 §11.1:
/// comments, processing instructions, document types) is refused here; the rest of XML is the parser's to judge.
/// </summary>
internal sealed class StanzaCutter
{
    public const int LongestStanza = 64 * 1024;
    public const int MostSkipped = 16 * 1024 * 1024;
    public const int DeepestNesting = 32;

    private const string NotUtf8 = "a stanza is not valid UTF-8";

    private readonly MarkupScanner _scanner = new();
    private byte[] _bytes = new byte[4096];
    private byte[] _streamName = [];
    private string? _head;
    private int _start, _scanned, _end, _skipped;
    private bool _over;

    /// <summary>Bytes kept of a piece that is not complete.</summary>
    public int Held => (_head is null ? 0 : LongestStanza) + _end - _start;

    public void Append(ReadOnlySpan<byte> data)
    {
        if (_over)
            return;
        if (_bytes.Length - _end < data.Length)
            MakeRoom(data.Length);
        data.CopyTo(_bytes.AsSpan(_end));
        _end += data.Length;
    }

    /// <summary>The next piece, or null until more bytes have come.</summary>
    public StreamPiece? Next()
    {
        while (!_over && _scanned < _end)
        {
            if (_scanned - _start == LongestStanza && KeepHead() is { } refused)
                return refused;
            var found = _scanner.Step(_bytes[_scanned++], atStart: _scanned - 1 == _start);
            if (found == Markup.Refused)
                return Violation(_scanner.Refusal);
            if (_head is not null)
            {
                if (Skip(_head, found) is { } skipped)
                    return skipped;
            }
            else if (found == Markup.Padding)
                _start = _scanned;
            else if (found != Markup.Part)
                return Cut(found);
        }

        return null;
    }

    /// <summary>A new stream begins on the same connection, with the byte after the last piece.</summary>
    public void Restart() => _scanner.Restart();

    // The limit is reached and the next byte still belongs to the same piece.
    private StreamPiece.Violation? KeepHead()
    {
        var piece = _bytes.AsSpan(_start, LongestStanza);
        if (!_scanner.InStream || piece.StartsWith("</"u8))
            return Violation($"a tag of the stream exceeds the size limit of {LongestStanza} bytes");
        _head = StanzaHead.Of(piece, _scanner);
        (_start, _skipped) = (_scanned, 0);
        return _head is null ? Violation(NotUtf8) : null;
    }

    private StreamPiece? Skip(string head, Markup found)
    {
        _start = _scanned;
        if (++_skipped > MostSkipped)
            return Violation($"a stanza goes on for more than {MostSkipped} bytes after its first {LongestStanza}");
        if (found != Markup.Stanza)
            return null;
        var piece = new StreamPiece.Oversized(head, LongestStanza + _skipped);
        _head = null;
        return piece;
    }

    private StreamPiece Cut(Markup found)
    {
        var piece = _bytes.AsSpan(_start, _scanned - _start);
        _start = _scanned;
        if (!Utf8.IsValid(piece))
            return Violation(NotUtf8);
        if (found == Markup.StreamEnd)
            return EndOf(piece);
        var text = Encoding.UTF8.GetString(piece);
        if (found == Markup.Stanza)
            return new StreamPiece.Element(text);
        _streamName = NameOf(piece[(piece.LastIndexOf("<"u8) + 1)..]).ToArray();
        return new StreamPiece.Header(text);
    }

    private StreamPiece EndOf(ReadOnlySpan<byte> tag)
    {
        if (!NameOf(tag[2..]).SequenceEqual(_streamName))
            return Violation("an end tag that matches no start tag");
        _over = true;
        return new StreamPiece.End();
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> afterTheBracket) =>
        afterTheBracket[..afterTheBracket.IndexOfAny(" \t\r\n>"u8)];

    private StreamPiece.Violation Violation(string reason)
    {
        _over = true;
        _head = null;
        _start = _end;
        return new StreamPiece.Violation(reason);
    }

    private void MakeRoom(int wanted)
    {
        // What is kept is at most one incomplete piece, so the array stays below the limit and one read.
        var kept = _bytes.AsSpan(_start, _end - _start);
        var target = kept.Length + wanted > _bytes.Length ? new byte[Math.Max(_bytes.Length * 2, kept.Length + wanted)] : _bytes;
        kept.CopyTo(target);
        (_bytes, _scanned, _end, _start) = (target, _scanned - _start, kept.Length, 0);
    }
}
