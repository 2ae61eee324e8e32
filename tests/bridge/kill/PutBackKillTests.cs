using CcsBridge.Local.Ccs.Endpoint;
using Happening = CcsBridge.Local.Broker.Happening;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Tests.Bridges;

/// <summary>
/// A connector that is killed between a put-back copy and its original's end leaves both: the phone has the message twice, with one id.
/// </summary>
public sealed class PutBackKillTests : IAsyncLifetime
{
    private const string Id = "d-1";

    private Killing _killing = null!;

    public async ValueTask InitializeAsync() => _killing = await Killing.OpenAsync();

    public ValueTask DisposeAsync() => _killing.DisposeAsync();

    [Fact]
    public async Task Killed_before_it_heard_that_the_queue_has_the_copy()
    {
        await SentAsync();
        _killing.Bridge.Broker.Hold("downstream");
        Refuse();
        var copy = await _killing.HasAsync<Happening.ConfirmationHeld>(_ => true);
        await _killing.KillAsync();

        await _killing.OutlastLockAsync(Id);
        _killing.Bridge.Broker.EndHold("downstream");
        await BothAreSentAsync(copy.MessageId);
    }

    [Fact]
    public async Task Killed_with_the_settlement_of_the_original_on_the_way()
    {
        await SentAsync();
        _killing.Bridge.Broker.HoldSettlements("downstream");
        Refuse();
        await _killing.HasAsync<Happening.SettlementHeld>(held => held.MessageId == Id);
        var copy = await _killing.HasAsync<Happening.Scheduled>(_ => true);
        await _killing.KillAsync();

        await _killing.OutlastLockAsync(Id);
        _killing.Bridge.Broker.EndHoldSettlements("downstream");
        await BothAreSentAsync(copy.MessageId);
    }

    /// <summary>The message is at the endpoint, which is about to refuse it for now.</summary>
    private async Task SentAsync()
    {
        await _killing.BeginAsync();
        _killing.Bridge.Ccs.Script(new ScriptedAnswer.Nack("SERVICE_UNAVAILABLE"));
        _killing.Bridge.Ccs.Hold(new HoldPoint.Answers());
        await _killing.PutAsync(Id);
        await _killing.SeesAsync<Wire.Held>(held => held.MessageId == Id);
    }

    // The copy is due within a second, which may be before the kill: the endpoint must not see it then.
    private void Refuse()
    {
        _killing.Bridge.Ccs.Hold(new HoldPoint.Reads(_killing.Connection));
        _killing.Bridge.Ccs.Release(new HoldPoint.Answers());
    }

    private async Task BothAreSentAsync(string copy)
    {
        await _killing.BeginAsync();
        await _killing.CompletedAsync(Id);
        await _killing.CompletedAsync(copy);
        Assert.Equal(new DownstreamCounts(InInbox: 2, Outcomes: 1, Folded: 1), (await _killing.SettledAsync()).Downstream(Id));
    }
}
