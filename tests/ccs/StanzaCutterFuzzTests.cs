using System.Text;
using System.Xml.Linq;
using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

/// <summary>
/// Whatever comes in, however it is cut: the same pieces or the same one violation, never another exception, never more memory than the
/// limit and one read.
/// </summary>
public sealed class StanzaCutterFuzzTests
{
    private static readonly string[] Names = ["a", "s:b", "x-y", "É", "c.1"];
    private static readonly string[] Texts =
        ["", "plain", " \n\t ", "ü€😀\u2028", "&lt;&amp;&quot;", "<![CDATA[</a><b> ]] ]>]]>", "a>b", "'\""];
    private static readonly string[] Values = ["''", "\"\"", "'/>\"'", "\"&lt;\"", "'😀 >'", "\"it's\""];

    private static readonly string[] Shards =
    [
        "<", ">", "/", "</", "/>", "<a", "<a>", "</a>", "<s:s xmlns:s='u'>", "</s:s>", "<!--", "-->", "<![CDATA[", "]]>",
        "<?", "?>", "'", "\"", "=", " ", "x", "&", "\uFEFF", "\0",
    ];

    [Fact]
    public void Documents_are_cut_into_the_stanzas_that_a_whole_parser_sees()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var document = new StringBuilder(random.Next(2) == 0 ? "<?xml version='1.0'?>" : "").Append("<s:r xmlns='d' xmlns:s='u'>");
            for (var stanzas = random.Next(5); stanzas > 0; stanzas--)
                Element(random, document.Append(random.Next(3) == 0 ? " \r\n" : ""), depth: 1);
            document.Append("</s:r>");

            var whole = XElement.Parse(document.ToString(), LoadOptions.PreserveWhitespace);
            var pieces = CutThreeWays(Encoding.UTF8.GetBytes(document.ToString()), random);
            var reader = new StanzaReader();
            Assert.True(reader.TryRead(pieces[0], out _, out _));
            var stanzasFound = pieces.OfType<StreamPiece.Element>().Select(piece =>
            {
                Assert.True(reader.TryRead(piece, out var element, out var fault), fault);
                return element;
            }).ToList();
            Assert.IsType<StreamPiece.End>(pieces[^1]);
            Assert.Equal(whole.Elements(), stanzasFound, XNode.EqualityComparer);
        }
    }

    [Fact]
    public void Of_an_oversized_stanza_the_head_is_what_a_whole_parser_sees_first()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var stanza = new StringBuilder("<message>");
            // Something of everything around the limit, which falls anywhere in it.
            stanza.Append('x', StanzaCutter.LongestStanza - random.Next(10, 300));
            while (stanza.Length < StanzaCutter.LongestStanza + 100)
                Element(random, stanza, depth: 2);
            stanza.Append("</message>");
            var document = $"<s:r xmlns='d' xmlns:s='u'>{stanza}<next/>";

            var pieces = CutThreeWays(Encoding.UTF8.GetBytes(document), random);
            Assert.Equal(new StreamPiece.Element("<next/>"), pieces[^1]);
            var piece = Assert.IsType<StreamPiece.Oversized>(Assert.Single(pieces[1..^1]));
            Assert.Equal(Encoding.UTF8.GetByteCount(stanza.ToString()), piece.Bytes);

            var reader = new StanzaReader();
            Assert.True(reader.TryRead(pieces[0], out _, out _));
            Assert.True(reader.TryReadHead(piece, out var head, out var fault), fault);
            var whole = XElement.Parse($"{document}</s:r>", LoadOptions.PreserveWhitespace).Elements().First();
            Assert.StartsWith(head!.Value, whole.Value, StringComparison.Ordinal);
            Assert.Equal(head.Descendants().Select(e => e.Name), whole.Descendants().Select(e => e.Name).Take(head.Descendants().Count()));
            Assert.InRange(head.Value.Length, StanzaCutter.LongestStanza - 320, StanzaCutter.LongestStanza);
        }
    }

    [Fact]
    public void Garbage_gives_pieces_or_one_refusal_and_nothing_else()
    {
        var refused = 0;
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var garbage = Garbage(random);
            var pieces = CutThreeWays(garbage, random);
            Assert.All(pieces.SkipLast(1), piece => Assert.IsNotType<StreamPiece.Violation>(piece));
            refused += pieces is [.., StreamPiece.Violation] ? 1 : 0;
            var reader = new StanzaReader();
            foreach (var piece in pieces.Where(piece => piece is not StreamPiece.End))
                Assert.True(reader.TryRead(piece, out _, out var fault) == (fault is null));
        }

        Assert.InRange(refused, 1, 19_999);
    }

    [Fact]
    public void Garbage_around_the_limit_is_cut_and_read_the_same_however_it_comes()
    {
        int skipped = 0, refused = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var text = new StringBuilder("<s:s xmlns:s='u'><a>").Append('x', StanzaCutter.LongestStanza - random.Next(40));
            for (var i = random.Next(8); i > 0; i--)
                text.Append(Pick(random, Shards));
            var pieces = CutThreeWays(Encoding.UTF8.GetBytes(text.Append("</a><b/>").ToString()), random);
            refused += pieces is [.., StreamPiece.Violation] ? 1 : 0;
            var reader = new StanzaReader();
            foreach (var piece in pieces.OfType<StreamPiece.Oversized>())
            {
                Assert.True(reader.TryReadHead(piece, out var head, out var fault) == (fault is null));
                Assert.True(fault is not null || head!.Name == "a");
                skipped++;
            }
        }

        Assert.InRange(skipped, 10, 190);
        Assert.InRange(refused, 10, 190);
    }

    [Fact]
    public void What_is_kept_never_exceeds_the_limit_and_one_read()
    {
        const int Read = 1_000;
        var cutter = new StanzaCutter();
        cutter.Append("<s><a>"u8);
        Assert.IsType<StreamPiece.Header>(cutter.Next());
        var most = 0;
        for (var i = 0; i < 1_000; i++)
        {
            cutter.Append(new byte[Read].AsSpan());
            while (cutter.Next() is not null)
            {
            }

            most = Math.Max(most, cutter.Held);
        }

        Assert.InRange(most, StanzaCutter.LongestStanza - Read, StanzaCutter.LongestStanza);
        cutter.Append("</a>"u8);
        Assert.IsType<StreamPiece.Oversized>(cutter.Next());
        Assert.Equal(0, cutter.Held);
    }

    private static void Element(Random random, StringBuilder xml, int depth)
    {
        var name = Pick(random, Names);
        xml.Append('<').Append(name);
        for (var i = random.Next(3); i > 0; i--)
            xml.Append($" k{i} = ").Append(Pick(random, Values));
        if (random.Next(3) == 0)
        {
            xml.Append("/>");
            return;
        }

        xml.Append(random.Next(4) == 0 ? " xmlns='e'>" : ">");
        for (var i = random.Next(4); i > 0; i--)
        {
            xml.Append(Pick(random, Texts));
            if (depth < 5)
                Element(random, xml, depth + 1);
        }

        xml.Append("</").Append(name).Append(random.Next(4) == 0 ? " >" : ">");
    }

    private static byte[] Garbage(Random random)
    {
        var text = new StringBuilder(random.Next(3) == 0 ? "" : "<s:s xmlns:s='u'>");
        for (var i = random.Next(12); i > 0; i--)
            text.Append(Pick(random, Shards));
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (bytes.Length > 0 && random.Next(4) == 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static List<StreamPiece> CutThreeWays(byte[] bytes, Random random)
    {
        var whole = Cut([bytes]);
        Assert.Equal(whole, Cut(bytes.Chunk(1)));
        Assert.Equal(whole, Cut(bytes.Chunk(1 + random.Next(40))));
        return whole;
    }

    private static List<StreamPiece> Cut(IEnumerable<byte[]> chunks)
    {
        var cutter = new StanzaCutter();
        var pieces = new List<StreamPiece>();
        foreach (var chunk in chunks)
        {
            cutter.Append(chunk);
            while (cutter.Next() is { } piece)
                pieces.Add(piece);
        }

        return pieces;
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
