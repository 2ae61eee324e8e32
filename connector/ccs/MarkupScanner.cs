namespace CcsBridge.Ccs;

/// <summary>Knows tags, quotes, CDATA and depth, one byte at a time; keeps no bytes.</summary>
internal sealed class MarkupScanner
{
    private State _state;
    private int _depth, _matched, _byteOrderMark;
    private bool _mayDeclare;
    private byte _quote;

    private enum State { Text, Opening, StartTag, Quoted, EmptyTag, EndTag, Exclamation, CDataStart, CData, Declaration }

    /// <summary>Why the last byte was refused.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>Below the stream's start tag.</summary>
    public bool InStream => _depth > 0;

    /// <summary>After a '&lt;' whose '&gt;' has not come.</summary>
    public bool InTag => _state is not (State.Text or State.CData);

    public bool InCData => _state == State.CData;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public void Restart() => (_state, _depth, _byteOrderMark) = (State.Text, 0, 0);

    /// <param name="b">The next byte.</param>
    /// <param name="atStart">Nothing of a piece has been kept before it.</param>
    public Markup Step(byte b, bool atStart) => _state switch
    {
        State.Text => Text(b, atStart),
        State.Opening => Opening(b),
        State.StartTag => StartTag(b),
        State.Quoted => Go(b == _quote ? State.StartTag : State.Quoted),
        State.EmptyTag => b == '>' ? EmptyElement() : Refuse("a slash inside a tag"),
        State.EndTag => EndTag(b),
        State.Exclamation => Exclamation(b),
        State.CDataStart => CDataStart(b),
        State.CData => CData(b),
        _ => Declaration(b),
    };

    private Markup Text(byte b, bool atStart)
    {
        if (_depth == 0 && _byteOrderMark < 3 && b == ByteOrderMark[_byteOrderMark])
        {
            _byteOrderMark++;
            return Markup.Padding;
        }

        if (_byteOrderMark is 1 or 2)
            return Refuse("half a byte order mark");
        _byteOrderMark = 3;
        if (b == '<')
        {
            // Nothing may precede the declaration.
            _mayDeclare = _depth == 0 && atStart;
            return Go(State.Opening);
        }

        if (_depth > 1)
            return Markup.Part;
        if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            return atStart ? Markup.Padding : Markup.Part;
        return Refuse(_depth == 0 && b is 0x15 or 0x16
            ? "a TLS record where XML should begin: the endpoint expects TLS"
            : "text outside stanzas");
    }

    private Markup Opening(byte b) => b switch
    {
        (byte)'/' => _depth > 0 ? Go(State.EndTag) : Refuse("an end tag before the stream"),
        (byte)'!' => Go(State.Exclamation),
        (byte)'?' when _mayDeclare => Go(State.Declaration),
        (byte)'?' => Refuse("a processing instruction"),
        <= (byte)' ' or (byte)'>' or (byte)'<' => Refuse("'<' without a name"),
        _ => _depth > StanzaCutter.DeepestNesting
            ? Refuse($"elements nested deeper than {StanzaCutter.DeepestNesting} levels")
            : Go(State.StartTag),
    };

    private Markup StartTag(byte b)
    {
        if (b is (byte)'"' or (byte)'\'')
        {
            _quote = b;
            return Go(State.Quoted);
        }

        if (b == '/')
            return Go(State.EmptyTag);
        if (b == '<')
            return Refuse("'<' inside a tag");
        if (b != '>')
            return Markup.Part;
        _state = State.Text;
        return ++_depth == 1 ? Markup.StreamStart : Markup.Part;
    }

    private Markup EmptyElement()
    {
        if (_depth == 0)
            return Refuse("an empty stream element");
        _state = State.Text;
        return _depth == 1 ? Markup.Stanza : Markup.Part;
    }

    private Markup EndTag(byte b)
    {
        if (b == '<')
            return Refuse("'<' inside a tag");
        if (b != '>')
            return Markup.Part;
        _state = State.Text;
        return --_depth switch { 0 => Markup.StreamEnd, 1 => Markup.Stanza, _ => Markup.Part };
    }

    private Markup Exclamation(byte b)
    {
        _matched = 0;
        return b switch
        {
            (byte)'[' when _depth > 1 => Go(State.CDataStart),
            (byte)'[' => Refuse("text outside stanzas"),
            (byte)'-' => Refuse("a comment"),
            _ => Refuse("a document type"),
        };
    }

    private Markup CDataStart(byte b)
    {
        var expected = "CDATA["u8;
        if (b != expected[_matched])
            return Refuse("a markup declaration");
        if (++_matched == expected.Length)
            (_state, _matched) = (State.CData, 0);
        return Markup.Part;
    }

    private Markup CData(byte b)
    {
        if (b == '>' && _matched == 2)
            return Go(State.Text);
        _matched = b == ']' ? Math.Min(2, _matched + 1) : 0;
        return Markup.Part;
    }

    private Markup Declaration(byte b)
    {
        if (b == '>' && _matched == 1)
            return Go(State.Text);
        _matched = b == '?' ? 1 : 0;
        return Markup.Part;
    }

    private Markup Go(State state)
    {
        _state = state;
        return Markup.Part;
    }

    private Markup Refuse(string what)
    {
        Refusal = what;
        return Markup.Refused;
    }
}
