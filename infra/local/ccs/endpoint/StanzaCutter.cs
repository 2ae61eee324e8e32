using System.Buffers;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// Cuts a byte stream into an opening stream tag, whole stanzas and the closing tag. It finds ends only; what is inside is
/// System.Xml's to judge, save that a wrong closing tag is refused at once: by depth alone its end might never come.
/// Comments, processing instructions and document types are refused (XMPP RFC 6120 §11.1).
/// All delimiters are ASCII, so bytes can be scanned without decoding UTF-8.
/// </summary>
internal sealed class StanzaCutter(int longestStanza)
{
    private static readonly byte[] CDataStart = "<![CDATA["u8.ToArray();

    private static readonly SearchValues<byte> NameEnds = SearchValues.Create(" \t\r\n/>"u8);

    // Names of the open elements of a stanza, as places behind _start.
    private readonly Stack<Range> _open = new();

    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _tag;
    private int _scan;
    private int _end;
    private int _depth;
    private byte _quote;
    private Lexeme _lexeme = Lexeme.Text;

    private enum Lexeme
    {
        Text,
        TagStart,
        Tag,
        Quoted,
        Declaration,
        CDataStart,
        CData,
        Broken,
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var kept = _end - _start;
        if (_end + bytes.Length > _buffer.Length)
        {
            var target = kept + bytes.Length > _buffer.Length ? new byte[Math.Max(kept + bytes.Length, 2 * _buffer.Length)] : _buffer;
            _buffer.AsSpan(_start, kept).CopyTo(target);
            (_buffer, _tag, _scan, _end, _start) = (target, _tag - _start, _scan - _start, kept, 0);
        }

        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>What follows is a new stream on the same connection, as after SASL (XMPP RFC 6120 §4.3.3).</summary>
    public void Restart() => (_depth, _lexeme) = (0, Lexeme.Text);

    /// <summary>The next piece, or null when more bytes are needed. After a violation there is none.</summary>
    public Piece? Next()
    {
        while (_lexeme != Lexeme.Broken && _scan < _end)
        {
            var piece = Step(_buffer[_scan++]);
            if (piece is Piece.Violation)
                _lexeme = Lexeme.Broken;
            if (piece is not null)
                return piece;
            if (_scan - _start > longestStanza)
            {
                _lexeme = Lexeme.Broken;
                return new Piece.Violation("policy-violation", $"A stanza may have {longestStanza} bytes; this one is longer.");
            }
        }

        return null;
    }

    private Piece? Step(byte b) => _lexeme switch
    {
        Lexeme.Text => Text(b),
        Lexeme.TagStart => TagStart(b),
        Lexeme.Tag when b is (byte)'"' or (byte)'\'' => Enter(Lexeme.Quoted, b),
        Lexeme.Tag when b == '<' => Invalid("A '<' inside a tag."),
        Lexeme.Tag => b == '>' ? TagEnd() : null,
        Lexeme.Quoted => b == _quote ? Enter(Lexeme.Tag) : null,
        Lexeme.Declaration => b == '>' && _buffer[_scan - 2] == '?' ? DeclarationEnd() : null,
        Lexeme.CDataStart => CDataPrefix(),
        _ => b == '>' && Seen().EndsWith("]]>"u8) ? Enter(Lexeme.Text) : null,
    };

    private ReadOnlySpan<byte> Seen() => _buffer.AsSpan(_start, _scan - _start);

    private Piece? Enter(Lexeme lexeme, byte quote = 0)
    {
        (_lexeme, _quote) = (lexeme, quote);
        return null;
    }

    private Piece? Text(byte b)
    {
        if (b == '<')
        {
            _tag = _scan - 1;
            if (_depth <= 1)
                _start = _tag;
            return Enter(Lexeme.TagStart);
        }

        if (_depth > 1)
            return null;
        _start = _scan;
        return b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' ? null : Invalid("Text outside a stanza.");
    }

    private Piece? TagStart(byte b) => b switch
    {
        (byte)'?' => _depth == 0 ? Enter(Lexeme.Declaration) : Invalid("A processing instruction."),
        (byte)'!' => _depth > 1 ? Enter(Lexeme.CDataStart) : Invalid("A comment or document type."),
        (byte)'>' or (byte)'<' or (byte)' ' => Invalid("A tag without a name."),
        _ => Enter(Lexeme.Tag),
    };

    private Piece? CDataPrefix()
    {
        var tag = Tag();
        if (!CDataStart.AsSpan().StartsWith(tag))
            return Invalid("A comment or document type.");
        return tag.Length == CDataStart.Length ? Enter(Lexeme.CData) : null;
    }

    private Piece? DeclarationEnd()
    {
        if (!Seen().StartsWith("<?xml "u8))
            return Invalid("A processing instruction.");
        _start = _scan;
        return Enter(Lexeme.Text);
    }

    private Piece? TagEnd()
    {
        _lexeme = Lexeme.Text;
        var closing = Tag()[1] == '/';
        var empty = Tag()[^2] == '/';
        if (_depth == 0)
        {
            if (closing || empty)
                return Invalid("A stream must be opened first.");
            _depth = 1;
            return new Piece.StreamOpened(Taken());
        }

        if (closing && _depth == 1)
            return new Piece.StreamClosed();
        if (closing && !Seen()[_open.Pop()].SequenceEqual(Name(Tag()[2..])))
            return Invalid("A closing tag that closes another element.");
        if (!closing && !empty)
            _open.Push(new Range(_tag - _start + 1, _tag - _start + 1 + Name(Tag()[1..]).Length));
        _depth = 1 + _open.Count;
        return _depth == 1 ? new Piece.Stanza(Taken()) : null;
    }

    private ReadOnlyMemory<byte> Taken()
    {
        var taken = Seen().ToArray();
        _start = _scan;
        return taken;
    }

    private ReadOnlySpan<byte> Tag() => _buffer.AsSpan(_tag, _scan - _tag);

    private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> tag) => tag[..tag.IndexOfAny(NameEnds)];

    // CCS names every XML fault invalid-xml (CCS reference, "Stream errors").
    private static Piece.Violation Invalid(string what) => new("invalid-xml", what);
}
