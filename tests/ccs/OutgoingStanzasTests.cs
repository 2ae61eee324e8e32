using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

public sealed class OutgoingStanzasTests
{
    [Theory]
    [InlineData("a&b<c>\"'")]
    [InlineData("😀\u2028\u00A0é")]
    [InlineData("tab\\tline\\n")]
    [InlineData("\u0001\u001F\uFFFE\uFFFF")]
    public void Json_reaches_the_other_side_with_the_same_meaning(string text)
    {
        var json = $$"""{"message_id":"d-1","k":"{{text.Replace("\"", "\\\"")}}"}""";
        var message = Parse(OutgoingStanzas.Message("d-1", json));
        using var heard = JsonDocument.Parse(message.Value);
        Assert.Equal(
            text.Replace("\\t", "\t").Replace("\\n", "\n"), heard.RootElement.GetProperty("k").GetString());
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_an_escape_in_json() =>
        Assert.Equal("""{"k":"\ud83d!"}""", Parse(OutgoingStanzas.Message("d-1", "{\"k\":\"\uD83D!\"}")).Value);

    [Fact]
    public void An_id_comes_back_as_it_was_and_what_xml_cannot_carry_is_replaced()
    {
        Assert.Equal("a\t\n\"&'😀", (string?)Parse(OutgoingStanzas.Message("a\t\n\"&'😀", "{}")).Attribute("id"));
        Assert.Equal("a\uFFFDb", (string?)Parse(OutgoingStanzas.Message("a\u0001b", "{}")).Attribute("id"));
    }

    [Fact]
    public void An_ack_repeats_token_and_id_exactly()
    {
        var from = "dev:/\"<&>\\'+é";
        using var ack = JsonDocument.Parse(Parse(OutgoingStanzas.Ack(from, "dr2:\u0001\uFFFE")).Value);
        Assert.Equal(from, ack.RootElement.GetProperty("to").GetString());
        Assert.Equal("dr2:\u0001\uFFFE", ack.RootElement.GetProperty("message_id").GetString());
        Assert.Equal("ack", ack.RootElement.GetProperty("message_type").GetString());
    }

    private static XElement Parse(ReadOnlyMemory<byte> bytes) =>
        XElement.Parse(Encoding.UTF8.GetString(bytes.Span), LoadOptions.PreserveWhitespace);
}
