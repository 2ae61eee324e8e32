using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

/// <summary>Stanzas over 64 KiB, as a bound session takes them.</summary>
public sealed class OversizedStanzaTests
{
    private const string Key = "\"from\":\"dev-1\",\"message_id\":\"m-1\"";

    private static readonly string Filling = new('x', 70_000);

    private readonly Wire _wire = Wire.Bound();

    [Fact]
    public void Upstream_that_can_be_named_is_malformed_and_acknowledged_and_the_session_goes_on()
    {
        var json = $$$"""{{{{Key}}},"category":"app","data":{"k":"{{{Filling}}}"}}""";
        var stanza = Wire.FromDevice(json);
        var effects = _wire.Hears(stanza, Wire.FromDevice($$"""{"from":"dev-2","message_id":"m-2","category":"app"}"""));
        Assert.Equal(
            new SessionEffect.Malformed("dev-1", "m-1", $"a stanza of {stanza.Length} bytes, 65536 are allowed", json[..(8 * 1024)]),
            effects[0]);
        Assert.IsType<SessionEffect.Upstream>(effects[1]);
        Assert.Contains("m-1", Wire.Text(Assert.Single(_wire.IsPublished("dev-1", "m-1"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Upstream_without_a_type_counts_too_and_so_does_a_whole_message_before_what_is_too_much()
    {
        Assert.IsType<SessionEffect.Malformed>(Single(Wire.FromEndpoint($$"""{{{Key}},"x":"{{Filling}}"}""")));
        var padded = Wire.FromDevice($$"""{{{Key}},"category":"app"}""").Replace("</message>", $"<x>{Filling}</x></message>");
        Assert.IsType<SessionEffect.Malformed>(Single(padded));
    }

    [Fact]
    public void Without_a_readable_key_in_the_head_it_is_noted_without_its_contents()
    {
        var note = Assert.IsType<SessionEffect.Note>(Single(Wire.FromDevice($$"""{"from":"dev-1","x":"{{Filling}}","message_id":"m-1"}""")));
        Assert.EndsWith("65536 are allowed: skipped, its head has no readable from and message_id", note.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_upstream_is_skipped_and_answers_nothing()
    {
        _wire.Submits("d-1");
        var said = $$"""{"from":"dev-1","message_id":"d-1","message_type":"ack","x":"{{Filling}}"}""";
        Assert.All(
            [
                Wire.FromEndpoint(said),
                $"<message type='error' id='d-1'><gcm xmlns='google:mobile:data'>{{{Key}}}</gcm>{Body}</message>",
                $"<iq type='get' id='i'>{Body}</iq>",
                $"<message id='{Filling}'/>",
            ],
            xml => Assert.EndsWith(
                "65536 are allowed: skipped, no upstream", Assert.IsType<SessionEffect.Note>(Single(xml)).Text, StringComparison.Ordinal));
        Assert.IsType<SessionEffect.Answered>(_wire.Hears(Wire.Ack("d-1"))[0]);
    }

    [Fact]
    public void A_stream_error_is_heard_from_its_head() =>
        Assert.Equal(
            new SessionEffect.Ended(new SessionOver.Dropped("stream error: system-shutdown")),
            Single($"<stream:error><system-shutdown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>{Body}</stream:error>"));

    [Theory]
    [InlineData("<message><a b='1' b='2'/>", "the endpoint broke the protocol: not well-formed XML at line 1, column 19")]
    [InlineData("<message>&undefined;", "the endpoint broke the protocol: not well-formed XML at line 1, column 11")]
    public void A_head_that_is_not_well_formed_drops_the_session_like_any_stanza(string start, string reason) =>
        Assert.Equal(new SessionEffect.Ended(new SessionOver.Dropped(reason)), Single($"{start}{Body}</message>"));

    [Fact]
    public void Before_the_login_it_drops_the_session()
    {
        var wire = new Wire();
        wire.Open();
        var ended = Assert.IsType<SessionEffect.Ended>(wire.Hears(Wire.Header, $"<stream:features>{Body}</stream:features>")[^1]);
        Assert.Contains("65536 are allowed", Assert.IsType<SessionOver.Dropped>(ended.Over).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transport_that_ends_while_skipping_ends_in_the_middle_of_a_stanza()
    {
        _wire.Hears($"<message>{Body}");
        Assert.Equal(
            [new SessionEffect.Ended(new SessionOver.Dropped("reset by peer, in the middle of a stanza"))], _wire.Loses());
    }

    private static string Body => $"<body>{Filling}</body>";

    private SessionEffect Single(string xml) => Assert.Single(_wire.Hears(xml));
}
