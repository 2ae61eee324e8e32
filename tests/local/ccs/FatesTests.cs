using System.Text;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class FatesTests
{
    private const string Ping = """<iq type="get" id="p"><ping xmlns="urn:xmpp:ping"/></iq>""";
    private readonly EndpointRig _rig = new();

    public FatesTests() => _rig.Bind(1);

    [Fact]
    public void A_cut_leaves_half_a_stanza_and_no_closing_tag()
    {
        var effects = _rig.On(new Input.Cut(1));
        Assert.StartsWith("<message><data:gcm ", EndpointRig.Written(effects, 1), StringComparison.Ordinal);
        Assert.DoesNotContain("</", EndpointRig.Written(effects, 1), StringComparison.Ordinal);
        Assert.Contains(new Effect.Close(1), effects);
    }

    [Fact]
    public void A_fault_ends_the_stream_with_its_condition()
    {
        var effects = _rig.On(new Input.Fault(1, "system-shutdown"));
        Assert.Matches(
            "^<stream:error><system-shutdown xmlns=\"urn:ietf:params:xml:ns:xmpp-streams\" /><text .*</stream:error></stream:stream>$",
            EndpointRig.Written(effects, 1));
        Assert.Contains(new Effect.Close(1), effects);
    }

    [Fact]
    public void A_mute_connection_takes_all_answers_nothing_and_gives_back_what_it_was_sent_only_when_the_peer_has_gone()
    {
        _rig.On(new Input.Mute(1));
        Assert.Equal("", _rig.Say(1, Ping) + EndpointRig.Written(_rig.PhoneSends(), 1));
        Assert.Null(_rig.NextDue);
        _rig.Bind(2);
        Assert.Equal("2:m-1", EndpointRig.Delivered(_rig.On(new Input.Disconnected(1))));
    }

    [Fact]
    public void A_dripping_connection_says_the_same_in_pieces_and_no_sooner_than_asked()
    {
        _rig.On(new Input.Dripping(1, 7, TimeSpan.FromSeconds(1)));
        Assert.Equal("", _rig.Say(1, Ping));
        const string Pong = """<iq type="result" id="p" />""";
        var (said, pieces) = ("", 0);
        while (_rig.NextDue is { } due && said.Length < Pong.Length)
        {
            Assert.True(pieces == 0 || due == _rig.Now.AddSeconds(1));
            _rig.Now = due > _rig.Now ? due : _rig.Now;
            var piece = Assert.Single(_rig.On(new Input.Tick()).OfType<Effect.Write>());
            Assert.InRange(piece.Bytes.Length, 1, 7);
            (said, pieces) = (said + Encoding.UTF8.GetString(piece.Bytes.Span), pieces + 1);
        }

        Assert.Equal(Pong, said);
    }

    [Fact]
    public void What_still_drips_goes_out_when_the_dripping_or_the_stream_ends()
    {
        _rig.On(new Input.Dripping(1, 1, TimeSpan.FromHours(1)));
        _rig.Say(1, Ping);
        Assert.Equal("""<iq type="result" id="p" />""", EndpointRig.Written(_rig.On(new Input.Dripping(1, 0, TimeSpan.Zero)), 1));
        _rig.On(new Input.Dripping(1, 1, TimeSpan.FromHours(1)));
        Assert.Equal("""<iq type="result" id="p" /></stream:stream>""", _rig.Say(1, Ping + "</stream:stream>"));
    }

    [Fact]
    public void What_is_unacked_is_repeated_and_acked_once()
    {
        _rig.PhoneSends();
        _rig.PhoneSends();
        _rig.Ack(1, "m-1");
        Assert.Equal("1:m-2", EndpointRig.Delivered(_rig.On(new Input.Repeat(1))));
        Assert.Equal("", _rig.Ack(1, "m-2"));
        Assert.Equal("BAD_ACK", EndpointRig.Error(_rig.Ack(1, "m-2")));
    }

    [Fact]
    public void A_fate_meets_as_many_of_the_next_connections_as_asked_from_their_first_byte()
    {
        _rig.On(new Input.Next(c => new Input.Mute(c), 1));
        _rig.On(new Input.Next(c => new Input.Fault(c, "resource-constraint"), 1));
        _rig.On(new Input.Connected(2));
        Assert.Equal("", _rig.Say(2, EndpointRig.Header));
        var third = EndpointRig.Written(_rig.On(new Input.Connected(3)), 3);
        Assert.StartsWith("<stream:stream ", third, StringComparison.Ordinal);
        Assert.Contains("<resource-constraint ", third, StringComparison.Ordinal);
        _rig.On(new Input.Connected(4));
        Assert.NotEqual("", _rig.Say(4, EndpointRig.Header));
    }
}
