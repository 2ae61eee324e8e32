using System.Text;
using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

public sealed class StanzaCutterTests
{
    private const string Start = "<s:s xmlns:s='http://etherx.jabber.org/streams'>";

    [Theory]
    [InlineData("<!-- c -->", "a comment")]
    [InlineData("<a><!-- c --></a>", "a comment")]
    [InlineData("<!DOCTYPE a>", "a document type")]
    [InlineData("<?pi x?>", "a processing instruction")]
    [InlineData("<a><?pi x?></a>", "a processing instruction")]
    [InlineData("<?xml version='1.0'?>", "a processing instruction")]
    [InlineData("words", "text outside stanzas")]
    [InlineData("<![CDATA[x]]>", "text outside stanzas")]
    [InlineData("<a><![CDAT[x]]></a>", "a markup declaration")]
    [InlineData("<a b='1'<c/></a>", "'<' inside a tag")]
    [InlineData("< a/>", "'<' without a name")]
    [InlineData("</other>", "an end tag that matches no start tag")]
    public void What_xmpp_forbids_inside_a_stream_is_refused(string xml, string reason) =>
        Assert.Equal([new StreamPiece.Header(Start), new StreamPiece.Violation(reason)], Cut(Start + xml + "<more/>"));

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><s>", "a document type")]
    [InlineData("HTTP/1.1 400 Bad Request", "text outside stanzas")]
    [InlineData("\u0015\u0003\u0001", "a TLS record where XML should begin: the endpoint expects TLS")]
    [InlineData("<s/>", "an empty stream element")]
    [InlineData("</s>", "an end tag before the stream")]
    [InlineData("<?xml version='1.0'?><?xml version='1.0'?><s>", "a processing instruction")]
    public void What_xmpp_forbids_before_a_stream_is_refused(string xml, string reason) =>
        Assert.Equal([new StreamPiece.Violation(reason)], Cut(xml));

    [Fact]
    public void A_byte_order_mark_and_a_declaration_may_begin_a_stream() =>
        Assert.Equal(
            [new StreamPiece.Header("<?xml version='1.0'?>\n<s>"), new StreamPiece.Element("<a/>"), new StreamPiece.End()],
            Cut("\uFEFF<?xml version='1.0'?>\n<s> \t\r\n<a/> </s >"));

    [Fact]
    public void Quotes_and_cdata_hide_what_looks_like_markup()
    {
        const string Stanza = "<a b='>/\"' c=\"'/>\"><d/>]]&gt;<![CDATA[</a><!-- ]] ]>]]]></a>";
        Assert.Equal([new StreamPiece.Header("<s>"), new StreamPiece.Element(Stanza)], Cut("<s>" + Stanza));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        Assert.Equal(
            new StreamPiece.Violation("a stanza is not valid UTF-8"),
            Cut([.. Encoding.UTF8.GetBytes("<s><a>"), 0xC3, 0x28, .. Encoding.UTF8.GetBytes("</a>")], size: 100)[^1]);

    [Theory]
    [InlineData(64 * 1024, true)]
    [InlineData((64 * 1024) + 1, false)]
    public void A_stanza_may_have_64_KiB_and_of_a_larger_one_only_the_head_is_kept(int size, bool allowed)
    {
        var stanza = $"<a>{new string('x', size - 7)}</a>";
        Assert.Equal(
            [
                new StreamPiece.Header("<s>"),
                allowed ? new StreamPiece.Element(stanza) : new StreamPiece.Oversized(stanza[..^4], size),
                new StreamPiece.Element("<b/>"),
            ],
            Cut($"<s>{stanza}<b/>"));
    }

    // The limit falls where the bar stands.
    [Theory]
    [InlineData("x|y", "x")]
    [InlineData("x&quo|t;", "x")]
    [InlineData("&quot;&lt;|", "&quot;&lt;")]
    [InlineData("<![CDATA[&]]>x|", "<![CDATA[&]]>x")]
    [InlineData("x<b c='>|'/>", "x")]
    [InlineData("<b>x</b|>", "<b>x")]
    [InlineData("x<![CDA|TA[y]]>", "x")]
    [InlineData("<![CDATA[</a> &|]]>", "<![CDATA[</a> &]]>")]
    [InlineData("<![CDATA[x]|]>", "<![CDATA[x]]]>")]
    public void A_head_ends_before_what_the_limit_parted_and_closes_cdata(string at, string kept)
    {
        var bar = at.IndexOf('|');
        var filling = "<a>" + new string('x', StanzaCutter.LongestStanza - 3 - bar);
        var piece = Assert.IsType<StreamPiece.Oversized>(Cut($"<s>{filling}{at.Remove(bar, 1)}</a>")[^1]);
        Assert.Equal(kept, piece.Head[filling.Length..]);
    }

    [Fact]
    public void A_character_that_the_limit_parted_is_left_out_and_a_broken_one_refused()
    {
        var filling = "<a>" + new string('x', StanzaCutter.LongestStanza - 4);
        Assert.Equal(new StreamPiece.Oversized(filling, StanzaCutter.LongestStanza + 6), Cut($"<s>{filling}€</a>")[^1]);
        Assert.Equal(
            new StreamPiece.Violation("a stanza is not valid UTF-8"),
            Cut([.. Encoding.UTF8.GetBytes($"<s>{filling[..^1]}"), 0xC3, 0x28, .. Encoding.UTF8.GetBytes("</a>")], size: 100)[^1]);
    }

    [Fact]
    public void A_tag_of_the_stream_over_the_limit_is_refused()
    {
        var blanks = new string(' ', StanzaCutter.LongestStanza);
        var refused = new StreamPiece.Violation("a tag of the stream exceeds the size limit of 65536 bytes");
        Assert.Equal([refused], Cut($"<s{blanks}>"));
        Assert.Equal([new StreamPiece.Header("<s>"), refused], Cut($"<s></s{blanks}>"));
    }

    [Theory]
    [InlineData(StanzaCutter.MostSkipped, true)]
    [InlineData(StanzaCutter.MostSkipped + 1, false)]
    public void Up_to_16_MiB_are_skipped_and_no_more(int skipped, bool allowed)
    {
        var stanza = $"<a>{new string('x', StanzaCutter.LongestStanza + skipped - 7)}</a>";
        var last = Cut(Encoding.UTF8.GetBytes($"<s>{stanza}"), size: 64 * 1024)[^1];
        if (allowed)
            Assert.Equal(StanzaCutter.LongestStanza + skipped, Assert.IsType<StreamPiece.Oversized>(last).Bytes);
        else
            Assert.Equal(new StreamPiece.Violation("a stanza goes on for more than 16777216 bytes after its first 65536"), last);
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Elements_may_nest_32_deep_and_no_deeper(int levels, bool allowed)
    {
        var pieces = Cut("<s>" + string.Concat(Enumerable.Repeat("<a>", levels)) + string.Concat(Enumerable.Repeat("</a>", levels)));
        Assert.Equal(allowed, pieces[^1] is StreamPiece.Element);
    }

    [Fact]
    public void A_restart_begins_a_new_stream_with_the_byte_after_the_last_piece()
    {
        var cutter = new StanzaCutter();
        cutter.Append("<s><success/><?xml version='1.0'?><t>"u8);
        Assert.IsType<StreamPiece.Header>(cutter.Next());
        Assert.Equal(new StreamPiece.Element("<success/>"), cutter.Next());
        cutter.Restart();
        Assert.Equal(new StreamPiece.Header("<?xml version='1.0'?><t>"), cutter.Next());
    }

    /// <summary>Whole and byte by byte, which must be the same.</summary>
    private static List<StreamPiece> Cut(string xml)
    {
        var bytes = Encoding.UTF8.GetBytes(xml);
        var pieces = Cut(bytes, bytes.Length);
        Assert.Equal(pieces, Cut(bytes, size: 1));
        return pieces;
    }

    private static List<StreamPiece> Cut(byte[] bytes, int size)
    {
        var cutter = new StanzaCutter();
        var pieces = new List<StreamPiece>();
        foreach (var chunk in bytes.Chunk(size))
        {
            cutter.Append(chunk);
            while (cutter.Next() is { } piece)
                pieces.Add(piece);
        }

        return pieces;
    }
}
