using System.Text;
using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

public sealed class StanzaTranscriptTests
{
    private const string Token = "APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx";

    private readonly StanzaTranscript _transcript = new(Wire.Settings());

    [Fact]
    public void A_stanza_is_shown_indented_with_its_json_readable_and_its_tokens_masked()
    {
        var shown = Bound(Gcm($$$"""{"from":"{{{Token}}}","message_id":"m-1","category":"com.example.app","data":{"k":"v","again":"x {{{Token}}} y"}}"""));
        Assert.Equal(
            """
            <message>
              <gcm xmlns="google:mobile:data">
                {
                  "from": "APA9...(36)",
                  "message_id": "m-1",
                  "category": "com.example.app",
                  "data": {
                    "k": "v",
                    "again": "x APA9...(36) y"
                  }
                }
              </gcm>
            </message>
            """.ReplaceLineEndings("\n"),
            shown[^1]);
    }

    [Theory]
    [InlineData("""{"to":"TOKEN"}""")]
    [InlineData("""{"registration_ids":["TOKEN"]}""")]
    [InlineData("""{"failed_registration_ids":["a","TOKEN"]}""")]
    [InlineData("""{"from":"dev-1","registration_id":"TOKEN"}""")]
    [InlineData("""{"data":{"device_registration_id":"TOKEN"}}""")]
    [InlineData("""{"from":"TOKEN","error":"BAD_REGISTRATION","error_description":"no such TOKEN"}""")]
    [InlineData("""{"from":"TOKEN" this is not JSON""")]
    public void A_device_token_is_in_nothing_that_is_shown(string json)
    {
        var shown = Bound(Gcm(json.Replace("TOKEN", Token, StringComparison.Ordinal)));
        Assert.Contains("<gcm", shown[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(Token, shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_login_is_never_shown_not_even_where_the_endpoint_echoes_it()
    {
        var login = OutgoingStanzas.Auth(Wire.Settings());
        var secret = Encoding.UTF8.GetString(login.Span).Split('>')[1].Split('<')[0];
        Assert.Equal("(the login, which is never shown)", Assert.Single(_transcript.Said(new SessionEffect.Write(login) { Secret = true })));
        Assert.DoesNotContain(Hears(Wire.Header, $"<failure>{secret} the-key</failure>"), shown => shown.Contains(secret, StringComparison.Ordinal) || shown.Contains("the-key", StringComparison.Ordinal));
    }

    [Fact]
    public void Both_streams_are_shown_piece_by_piece_however_they_are_cut()
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Wire.Header, Wire.Mechanisms, Wire.Success, Wire.Header, Wire.Features, Wire.BindResult, "</stream:stream>"));
        var shown = bytes.SelectMany(one => _transcript.Heard([one])).ToList();
        Assert.Equal(
            ["<stream:stream", "<features", "<success", "<stream:stream", "<features", "<iq", "</stream:stream"],
            shown.Select(text => text.Split(' ', '>')[0].Replace("<stream:features", "<features", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_long_is_cut_and_control_characters_are_spaces()
    {
        var shown = Bound($"<message><text>\u009b31m{new string('x', 10_000)}</text></message>");
        Assert.InRange(shown[^1].Length, StanzaTranscript.Longest, StanzaTranscript.Longest + 50);
        Assert.EndsWith("characters more)", shown[^1], StringComparison.Ordinal);
        Assert.DoesNotContain('\u009b', shown[^1]);
    }

    private static string Gcm(string json) => $"<message><gcm xmlns='google:mobile:data'>{json}</gcm></message>";

    private List<string> Bound(string stanza) => Hears(Wire.Header, stanza);

    private List<string> Hears(params string[] xml) => [.. _transcript.Heard(Encoding.UTF8.GetBytes(string.Concat(xml)))];
}
