using CcsBridge.Local.Ccs.Endpoint;
using Happening = CcsBridge.Local.Broker.Happening;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Tests.Bridges;

/// <summary>
/// A killed connector loses nothing that an app sent: its lock runs out and the next connector sends it. What the endpoint had taken by
/// then, the phone has twice; its outcome is told once.
/// </summary>
public sealed class DownstreamKillTests : IAsyncLifetime
{
    private const string Id = "d-1";

    private Killing _killing = null!;

    public async ValueTask InitializeAsync() => _killing = await Killing.OpenAsync();

    public ValueTask DisposeAsync() => _killing.DisposeAsync();

    [Fact]
    public async Task Killed_with_a_message_that_the_endpoint_has_not_read()
    {
        await _killing.BeginAsync();
        _killing.Bridge.Ccs.Hold(new HoldPoint.Reads(_killing.Connection));
        await _killing.PutAsync(Id);
        await _killing.SeesAsync<Wire.LeftUnread>(_ => true);
        await _killing.KillAsync();

        await SentAgainAsync(new DownstreamCounts(InInbox: 1, Outcomes: 1, Folded: 0));
    }

    [Fact]
    public async Task Killed_before_the_endpoint_answered()
    {
        await _killing.BeginAsync();
        _killing.Bridge.Ccs.Hold(new HoldPoint.Answers());
        await _killing.PutAsync(Id);
        await _killing.SeesAsync<Wire.Held>(held => held.MessageId == Id);
        await _killing.KillAsync();

        _killing.Bridge.Ccs.Release(new HoldPoint.Answers());
        await SentAgainAsync(new DownstreamCounts(InInbox: 2, Outcomes: 1, Folded: 0));
    }

    [Fact]
    public async Task Killed_with_an_answer_that_it_could_not_tell()
    {
        _killing.Bridge.Broker.WithholdCredit("outcomes");
        await _killing.BeginAsync();
        await _killing.PutAsync(Id);
        await _killing.SeesAsync<Wire.DownstreamAnswered>(answered => answered.MessageId == Id);
        await _killing.HasAsync<Happening.CreditWithheld>(withheld => withheld.Entity == "outcomes");
        await _killing.KillAsync();

        _killing.Bridge.Broker.GiveCredit("outcomes");
        await SentAgainAsync(new DownstreamCounts(InInbox: 2, Outcomes: 1, Folded: 0));
    }

    [Fact]
    public async Task Killed_before_it_heard_that_the_topic_has_the_outcome()
    {
        await _killing.BeginAsync();
        _killing.Bridge.Broker.Hold("outcomes");
        await _killing.PutAsync(Id);
        await _killing.HasAsync<Happening.ConfirmationHeld>(_ => true);
        await _killing.KillAsync();

        _killing.Bridge.Broker.EndHold("outcomes");
        await SentAgainAsync(new DownstreamCounts(InInbox: 2, Outcomes: 1, Folded: 1));
    }

    [Fact]
    public async Task Killed_with_its_settlement_on_the_way()
    {
        await _killing.BeginAsync();
        _killing.Bridge.Broker.HoldSettlements("downstream");
        await _killing.PutAsync(Id);
        await _killing.HasAsync<Happening.SettlementHeld>(held => held.MessageId == Id);
        await _killing.KillAsync();

        await _killing.OutlastLockAsync(Id);
        _killing.Bridge.Broker.EndHoldSettlements("downstream");
        await IsAsync(new DownstreamCounts(InInbox: 2, Outcomes: 1, Folded: 1));
    }

    [Fact]
    public async Task Killed_once_it_is_settled()
    {
        await _killing.BeginAsync();
        await _killing.PutAsync(Id);
        await _killing.CompletedAsync(Id);
        await _killing.KillAsync();

        await IsAsync(new DownstreamCounts(InInbox: 1, Outcomes: 1, Folded: 0));
    }

    private async Task SentAgainAsync(DownstreamCounts expected)
    {
        await _killing.OutlastLockAsync(Id);
        await IsAsync(expected);
    }

    private async Task IsAsync(DownstreamCounts expected)
    {
        await _killing.BeginAsync();
        await _killing.CompletedAsync(Id);
        Assert.Equal(expected, (await _killing.SettledAsync()).Downstream(Id));
    }
}
