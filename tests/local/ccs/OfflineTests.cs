using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class OfflineTests
{
    private readonly EndpointRig _rig = new();

    public OfflineTests()
    {
        _rig.Bind(1);
        _rig.On(new Input.PhoneOffline(_rig.Anna));
    }

    [Fact]
    public void A_message_is_acked_kept_and_delivered_in_order_when_the_phone_is_back()
    {
        Assert.Equal("ack", EndpointRig.Json(Send("d-1")).GetProperty("message_type").GetString());
        Send("d-2");
        Assert.Equal("", Inbox());
        var back = _rig.On(new Input.PhoneOnline(_rig.Anna));
        Assert.Equal("d-1 d-2", Inbox());
        Assert.Equal(2, EndpointRig.Happened<Happening.PhoneGotMessage>(back).Count());
        Send("d-3");
        Assert.Equal("d-1 d-2 d-3", Inbox());
    }

    [Fact]
    public void The_receipt_waits_for_the_delivery_and_never_comes_for_what_is_dropped()
    {
        Assert.DoesNotContain("receipt", Send("d-1", ",\"delivery_receipt_requested\":true,\"time_to_live\":60"), StringComparison.Ordinal);
        Send("d-2", ",\"delivery_receipt_requested\":true,\"time_to_live\":61");
        _rig.Now = _rig.Now.AddSeconds(60);
        var back = _rig.On(new Input.PhoneOnline(_rig.Anna));
        Assert.Equal("1:dr2:d-2", EndpointRig.Delivered(back));
        Assert.Contains(
            $"\"message_sent_timestamp\":\"{_rig.Now.ToUnixTimeMilliseconds()}\"",
            EndpointRig.Json(EndpointRig.Written(back, 1)).GetRawText(), StringComparison.Ordinal);
        Assert.Equal("d-2", Inbox());
        Assert.Equal("d-1", Assert.Single(EndpointRig.Happened<Happening.MessageDropped>(back)).MessageId);
    }

    [Theory]
    [InlineData(",\"time_to_live\":0", 0, "")]
    [InlineData(",\"time_to_live\":\"600\"", 599, "d-1")]
    [InlineData(",\"time_to_live\":600", 600, "")]
    [InlineData("", 2_419_199, "d-1")]
    [InlineData("", 2_419_200, "")]
    public void A_message_is_kept_for_its_time_to_live(string members, int away, string inbox)
    {
        Assert.Null(EndpointRig.Error(Send("d-1", members)));
        _rig.Now = _rig.Now.AddSeconds(away);
        _rig.On(new Input.PhoneOnline(_rig.Anna));
        Assert.Equal(inbox, Inbox());
    }

    [Fact]
    public void The_newest_of_a_collapse_key_replaces_the_older_and_four_keys_stay()
    {
        foreach (var (id, key) in new[] { ("a1", "a"), ("b1", "b"), ("plain", ""), ("a2", "a"), ("c1", "c"), ("d1", "d"), ("e1", "e") })
            Send(id, key.Length == 0 ? "" : $",\"collapse_key\":\"{key}\"");
        _rig.On(new Input.PhoneOnline(_rig.Anna));
        Assert.Equal("plain a2 c1 d1 e1", Inbox());
    }

    [Fact]
    public void Collapse_keys_mean_nothing_to_a_phone_that_is_there()
    {
        _rig.On(new Input.PhoneOnline(_rig.Anna));
        Send("a1", ",\"collapse_key\":\"a\"");
        Send("a2", ",\"collapse_key\":\"a\"");
        Assert.Equal("a1 a2", Inbox());
    }

    [Fact]
    public void A_hundred_messages_are_kept_and_one_more_discards_them_all()
    {
        foreach (var i in Enumerable.Range(1, 100))
            Send($"d-{i}");
        Send("key", ",\"collapse_key\":\"a\"");
        Assert.Equal(101, _rig.Anna.Stored.Count(_rig.Now));
        var last = _rig.Receive(1, EndpointRig.Message(Json("d-101", "")));
        Assert.Equal(101, EndpointRig.Happened<Happening.MessageDropped>(last).Count());
        _rig.On(new Input.PhoneOnline(_rig.Anna));
        Assert.Equal(("key", 101), (Inbox(), _rig.Anna.Stored.Discarded));
    }

    [Fact]
    public void A_dry_run_is_judged_and_not_kept()
    {
        Send("d-1", ",\"dry_run\":true,\"delivery_receipt_requested\":true");
        Assert.Equal(0, _rig.Anna.Stored.Count(_rig.Now));
        Assert.Equal("BAD_REGISTRATION", EndpointRig.Error(_rig.Downstream(1, """{"to":"nobody","message_id":"d-2","dry_run":true}""")));
    }

    [Fact]
    public void An_uninstalled_app_loses_what_waited_for_it()
    {
        Send("d-1");
        _rig.PhoneSends();
        _rig.Anna.Uninstall();
        _rig.Phones.Install("anna");
        Assert.Empty(EndpointRig.Happened<Happening.UpstreamTaken>(_rig.On(new Input.PhoneOnline(_rig.Anna))));
        Assert.Equal("", Inbox());
    }

    [Fact]
    public void The_phone_keeps_twenty_messages_of_its_own_as_long_as_they_live()
    {
        _rig.PhoneSends();
        _rig.Now = _rig.Now.AddSeconds(86_400);
        foreach (var _ in Enumerable.Range(0, 19))
            Assert.Empty(_rig.PhoneSends());
        Assert.Single(EndpointRig.Happened<Happening.UpstreamRefused>(_rig.PhoneSends()));
        var sent = EndpointRig.Happened<Happening.UpstreamTaken>(_rig.On(new Input.PhoneOnline(_rig.Anna))).ToArray();
        Assert.Equal((19, "m-2"), (sent.Length, sent[0].MessageId));
    }

    private string Send(string id, string members = "") => _rig.Downstream(1, Json(id, members));

    private static string Json(string id, string members) => $$"""{"to":"phone-anna-token","message_id":"{{id}}"{{members}}}""";

    private string Inbox() => string.Join(' ', _rig.Anna.Inbox.After(0).Select(m => m.MessageId));
}
