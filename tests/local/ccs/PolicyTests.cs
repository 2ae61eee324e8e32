using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class PolicyTests
{
    private readonly EndpointRig _rig = new();

    [Fact]
    public void Logins_are_refused_as_often_as_asked_whatever_their_key()
    {
        _rig.On(new Input.RefuseLogins(LoginRefusal.NotWhitelisted, 1));
        _rig.On(new Input.RefuseLogins(new LoginRefusal("temporary-auth-failure", "Later."), 1));
        Assert.EndsWith("<not-authorized /><text>Project is not whitelisted</text></failure></stream:stream>", Login(1), StringComparison.Ordinal);
        Assert.EndsWith("<temporary-auth-failure /><text>Later.</text></failure></stream:stream>", Login(2), StringComparison.Ordinal);
        Assert.Contains("<success ", Login(3), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bind_over_the_cap_is_refused_and_other_senders_are_served()
    {
        Change(s => s with { MostPerSender = 1 });
        _rig.Bind(1);
        var refused = _rig.Bind(2);
        Assert.Matches("^<iq type=\"error\" .*<resource-constraint ", EndpointRig.Written(refused, 2));
        Assert.Single(EndpointRig.Happened<Happening.BindRefused>(refused));
        Assert.Single(EndpointRig.Happened<Happening.Bound>(_rig.Bind(3, "2222")));
        _rig.On(new Input.Disconnected(1));
        const string Bind = """<iq type="set" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>""";
        Assert.Contains("<jid>", _rig.Say(2, Bind), StringComparison.Ordinal);
    }

    [Fact]
    public void Or_the_oldest_ends_with_conflict_and_its_unacked_messages_move()
    {
        Change(s => s with { MostPerSender = 1, Overfull = Overfull.EndOldest });
        _rig.Bind(1);
        _rig.PhoneSends();
        var effects = _rig.Bind(2);
        Assert.Contains("<conflict ", EndpointRig.Written(effects, 1), StringComparison.Ordinal);
        Assert.Equal("2:m-1", EndpointRig.Delivered(effects));
    }

    [Theory]
    [InlineData((int)Distribution.Oldest, "1 1 1")]
    [InlineData((int)Distribution.Newest, "3 3 3")]
    [InlineData((int)Distribution.RoundRobin, "1 2 3")]
    public void Upstream_goes_where_the_policy_says(int distribution, string connections)
    {
        Change(s => s with { Distribution = (Distribution)distribution });
        foreach (var connection in Enumerable.Range(1, 3))
            _rig.Bind(connection);
        var delivered = Enumerable.Range(0, 3)
            .SelectMany(_ => EndpointRig.Happened<Happening.UpstreamDelivered>(_rig.PhoneSends())).Select(d => d.Connection);
        Assert.Equal(connections, string.Join(' ', delivered));
    }

    [Fact]
    public void A_wider_upstream_window_lets_go_at_once()
    {
        Change(s => s with { UpstreamWindow = 1 });
        _rig.Bind(1);
        _rig.PhoneSends();
        Assert.Equal("", EndpointRig.Delivered(_rig.PhoneSends()));
        Assert.Equal("1:m-2", EndpointRig.Delivered(Change(s => s with { UpstreamWindow = 2 })));
    }

    [Fact]
    public void Bad_acks_are_ignored_if_asked()
    {
        Change(s => s with { BadAcks = BadAcks.Ignore });
        _rig.Bind(1);
        Assert.Equal("", _rig.Ack(1, "never-delivered"));
    }

    [Fact]
    public void Upstream_and_receipts_come_untyped_if_asked()
    {
        Change(s => s with { UpstreamShape = Shape.Untyped });
        _rig.Bind(1);
        var written = EndpointRig.Written(_rig.PhoneSends(), 1);
        Assert.DoesNotContain("type=", written, StringComparison.Ordinal);
        Assert.Contains("<data:gcm xmlns:data=\"google:mobile:data\">", written, StringComparison.Ordinal);
        Assert.Equal("m-1", EndpointRig.Json(written).GetProperty("message_id").GetString());
    }

    [Theory]
    [InlineData("gcm.googleapis.com", false)]
    [InlineData("x", true)]
    public void A_strict_endpoint_takes_streams_to_its_own_domain_only(string to, bool refused)
    {
        Change(s => s with { OwnDomainOnly = true });
        _rig.On(new Input.Connected(1));
        var answer = _rig.Say(1, EndpointRig.Header.Replace("to=\"x\"", $"to=\"{to}\"", StringComparison.Ordinal));
        Assert.Equal(refused, answer.Contains("<host-unknown ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_keepalive_counts_from_now()
    {
        _rig.Bind(1);
        Change(s => s with { KeepAlive = TimeSpan.FromSeconds(2) });
        Assert.Equal(_rig.Now.AddSeconds(2), _rig.NextDue);
        Change(s => s with { KeepAlive = null });
        Assert.Null(_rig.NextDue);
    }

    private IReadOnlyList<Effect> Change(Func<EndpointSettings, EndpointSettings> how) => _rig.On(new Input.Change(how));

    private string Login(int connection)
    {
        _rig.On(new Input.Connected(connection));
        return _rig.Say(connection, EndpointRig.Header + EndpointRig.Auth("1234567890", "key-1"));
    }
}
