using System.Text;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class StanzaCutterTests
{
    private const string Stream =
        "<?xml version='1.0'?> <stream:stream a='>'>\n<message a=\"/>'\"><gcm>a&lt;é</gcm><b/><a:b\nx='1'><b></b ></a:b></message> <iq/>"
        + "<m><![CDATA[</m>]] > <!--]]></m></stream:stream>";

    private static readonly string[] Expected =
    [
        "<stream:stream a='>'>",
        "<message a=\"/>'\"><gcm>a&lt;é</gcm><b/><a:b\nx='1'><b></b ></a:b></message>",
        "<iq/>",
        "<m><![CDATA[</m>]] > <!--]]></m>",
        "closed",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Pieces_do_not_depend_on_where_the_bytes_were_cut(int size) => Assert.Equal(Expected, Cut(Stream, size));

    [Theory]
    [InlineData("<s>text", "Text outside")]
    [InlineData("<s><!-- c --><a/>", "comment")]
    [InlineData("<s><a><!-- c --></a>", "comment")]
    [InlineData("<!DOCTYPE x>", "document type")]
    [InlineData("<s><?pi?>", "processing instruction")]
    [InlineData("<?pi ?>", "processing instruction")]
    [InlineData("<s><a <b/>", "'<' inside a tag")]
    [InlineData("<s/>", "opened first")]
    [InlineData("<s><>", "without a name")]
    [InlineData("<s><a><b></a>", "closes another")]
    [InlineData("<s><a><b></bb>", "closes another")]
    public void What_XMPP_forbids_is_refused(string text, string why) => Assert.Contains(why, Cut(text, 1)[^1], StringComparison.Ordinal);

    [Fact]
    public void A_stanza_over_the_limit_is_refused_before_its_end()
    {
        var pieces = Cut("<s><a>" + new string('x', 64), 10, longest: 50);
        Assert.StartsWith("policy-violation", pieces[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_comes_after_a_violation()
    {
        var cutter = new StanzaCutter(100);
        cutter.Append("<s>x<a/>"u8);
        Assert.IsType<Piece.StreamOpened>(cutter.Next());
        Assert.IsType<Piece.Violation>(cutter.Next());
        cutter.Append("<b/>"u8);
        Assert.Null(cutter.Next());
    }

    private static List<string> Cut(string text, int size, int longest = 1000)
    {
        var cutter = new StanzaCutter(longest);
        var pieces = new List<string>();
        foreach (var chunk in Encoding.UTF8.GetBytes(text).Chunk(size))
        {
            cutter.Append(chunk);
            while (cutter.Next() is { } piece)
                pieces.Add(Text(piece));
        }

        return pieces;
    }

    private static string Text(Piece piece) => piece switch
    {
        Piece.StreamOpened opened => Encoding.UTF8.GetString(opened.Tag.Span),
        Piece.Stanza stanza => Encoding.UTF8.GetString(stanza.Bytes.Span),
        Piece.Violation violation => $"{violation.Condition}: {violation.Why}",
        _ => "closed",
    };
}
