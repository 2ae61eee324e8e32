using CcsBridge.Local.Ccs.Endpoint;
using Happening = CcsBridge.Local.Broker.Happening;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Tests.Bridges;

/// <summary>A killed connector loses nothing that a device said, and the topic holds it once.</summary>
public sealed class UpstreamKillTests : IAsyncLifetime
{
    private Killing _killing = null!;

    public async ValueTask InitializeAsync() => _killing = await Killing.OpenAsync();

    public ValueTask DisposeAsync() => _killing.DisposeAsync();

    [Fact]
    public async Task Killed_with_a_stanza_that_it_could_not_publish()
    {
        _killing.Bridge.Broker.WithholdCredit("upstream");
        await _killing.BeginAsync();
        var id = _killing.Say();
        await _killing.SeesAsync<Wire.UpstreamDelivered>(up => up.MessageId == id);
        await _killing.HasAsync<Happening.CreditWithheld>(withheld => withheld.Entity == "upstream");
        await _killing.KillAsync();

        _killing.Bridge.Broker.GiveCredit("upstream");
        await IsAsync(id, new UpstreamCounts(HandedUp: 2, OnTopic: 1, Folded: 0));
    }

    [Fact]
    public async Task Killed_before_it_heard_that_the_topic_has_the_event()
    {
        await _killing.BeginAsync();
        _killing.Bridge.Broker.Hold("upstream");
        var id = _killing.Say();
        await _killing.HasAsync<Happening.ConfirmationHeld>(_ => true);
        await _killing.KillAsync();

        _killing.Bridge.Broker.EndHold("upstream");
        await IsAsync(id, new UpstreamCounts(HandedUp: 2, OnTopic: 1, Folded: 1));
    }

    [Fact]
    public async Task Killed_with_its_ack_on_the_way()
    {
        await _killing.BeginAsync();
        _killing.Bridge.Ccs.Hold(new HoldPoint.Reads(_killing.Connection));
        var id = _killing.Say();
        await _killing.SeesAsync<Wire.LeftUnread>(_ => true);
        await _killing.KillAsync();

        await IsAsync(id, new UpstreamCounts(HandedUp: 2, OnTopic: 1, Folded: 1));
    }

    [Fact]
    public async Task Killed_once_its_ack_is_there()
    {
        await _killing.BeginAsync();
        var id = _killing.Say();
        await _killing.SeesAsync<Wire.UpstreamAcked>(acked => acked.MessageId == id);
        await _killing.KillAsync();

        await IsAsync(id, new UpstreamCounts(HandedUp: 1, OnTopic: 1, Folded: 0));
    }

    private async Task IsAsync(string id, UpstreamCounts expected)
    {
        await _killing.BeginAsync();
        await _killing.SeesAsync<Wire.UpstreamAcked>(acked => acked.MessageId == id);
        Assert.Equal(expected, (await _killing.SettledAsync()).Upstream(id));
    }
}
