using System.Xml.Linq;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class UpstreamTests
{
    private static readonly string[] Members = ["category", "message_id", "from", "time_to_live"];

    private readonly EndpointRig _rig = new();

    [Fact]
    public void A_phones_message_comes_as_normal_from_devices()
    {
        _rig.Bind(1);
        var value = "<&>\"' é \U0001F600 \u2028 \uFFFF";
        var written = EndpointRig.Written(_rig.PhoneSends(value: value), 1);
        var stanza = XElement.Parse(written);
        Assert.Equal(
            ("normal", "devices@gcm.googleapis.com", "1234567890@gcm.googleapis.com"),
            ((string?)stanza.Attribute("type"), (string?)stanza.Attribute("from"), (string?)stanza.Attribute("to")));
        Assert.Contains("<gcm xmlns=\"google:mobile:data\">", written, StringComparison.Ordinal);
        var json = EndpointRig.Json(written);
        Assert.Equal(
            "com.example.app m-1 phone-anna-token 86400",
            string.Join(' ', Members.Select(m => json.GetProperty(m))));
        Assert.Equal(value, json.GetProperty("data").GetProperty("k").GetString());
        Assert.False(json.TryGetProperty("message_type", out _));
    }

    [Fact]
    public void An_ack_counts_once_and_only_where_the_message_was_delivered()
    {
        _rig.Bind(1);
        _rig.PhoneSends();
        _rig.Bind(2);
        Assert.Equal("BAD_ACK", EndpointRig.Error(_rig.Ack(2, "m-1")));
        Assert.Equal("BAD_ACK", EndpointRig.Error(_rig.Ack(1, "m-1", to: "someone-else")));
        Assert.Equal("", _rig.Ack(1, "m-1"));
        Assert.Equal("BAD_ACK", EndpointRig.Error(_rig.Ack(1, "m-1")));
    }

    [Fact]
    public void What_is_not_acked_goes_out_again_in_order_when_its_connection_ends()
    {
        _rig.Bind(1);
        foreach (var _ in Enumerable.Range(0, 3))
            _rig.PhoneSends();
        _rig.Ack(1, "m-2");
        _rig.On(new Input.Disconnected(1));
        _rig.PhoneSends();
        var again = _rig.Bind(2);
        Assert.Equal("2:m-1 2:m-3 2:m-4", EndpointRig.Delivered(again));
        Assert.Equal(new[] { 2, 2, 1 }, EndpointRig.Happened<Happening.UpstreamDelivered>(again).Select(d => d.Time));
        Assert.Equal("BAD_ACK", EndpointRig.Error(_rig.Ack(2, "m-2")));
    }

    [Fact]
    public void A_living_connection_takes_over_at_once()
    {
        _rig.Bind(1);
        _rig.PhoneSends();
        _rig.Bind(2);
        Assert.Equal("2:m-1", EndpointRig.Delivered(_rig.On(new Input.Drop(1))));
    }

    [Fact]
    public void Upstream_stops_at_the_window_and_an_ack_makes_room()
    {
        var rig = new EndpointRig(s => s with { UpstreamWindow = 2 });
        rig.Bind(1);
        rig.PhoneSends();
        rig.PhoneSends();
        Assert.Equal("", EndpointRig.Delivered(rig.PhoneSends()));
        Assert.Equal("1:m-3", EndpointRig.Delivered(rig.Receive(1,
            EndpointRig.Message("""{"to":"phone-anna-token","message_id":"m-1","message_type":"ack"}"""))));
    }

    [Theory]
    [InlineData((int)Distribution.RoundRobin, "1:m-1 2:m-2 1:m-3")]
    [InlineData((int)Distribution.Newest, "2:m-1 2:m-2 2:m-3")]
    public void Connections_are_chosen_as_the_setting_says(int distribution, string expected)
    {
        var rig = new EndpointRig(s => s with { Distribution = (Distribution)distribution });
        rig.Bind(1);
        rig.Bind(2);
        rig.Bind(3, "2222");
        Assert.Equal(expected, EndpointRig.Delivered(Enumerable.Range(0, 3).SelectMany(_ => rig.PhoneSends()).ToArray()));
    }

    [Fact]
    public void A_full_store_refuses_the_phone()
    {
        var rig = new EndpointRig(s => s with { MostUpstream = 1 });
        Assert.Single(EndpointRig.Happened<Happening.UpstreamTaken>(rig.PhoneSends()));
        Assert.Single(EndpointRig.Happened<Happening.UpstreamRefused>(rig.PhoneSends()));
    }

    [Fact]
    public void Held_upstream_waits_for_its_release_and_others_pass()
    {
        _rig.Bind(1);
        _rig.On(new Input.Hold(new HoldPoint.Upstream("m-1")));
        Assert.Equal("m-1", Assert.Single(EndpointRig.Happened<Happening.Held>(_rig.PhoneSends())).MessageId);
        Assert.Equal("1:m-2", EndpointRig.Delivered(_rig.PhoneSends()));
        Assert.Equal("1:m-1", EndpointRig.Delivered(_rig.On(new Input.Release(new HoldPoint.Upstream("m-1")))));
    }

    [Fact]
    public void A_device_can_set_any_message_type()
    {
        _rig.Bind(1);
        var hostile = _rig.Anna.Compose(new Dictionary<string, string>(), "d-1", "ack")!;
        var json = EndpointRig.Json(EndpointRig.Written(_rig.On(new Input.PhoneSends(_rig.Anna, hostile)), 1));
        Assert.Equal("ack", json.GetProperty("message_type").GetString());
    }
}
