using CcsBridge.Local.Ccs.Endpoint;
using Happening = CcsBridge.Local.Broker.Happening;

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
        await RefuseOnceAsync();
        // The app's own send is confirmed before the copy's is held.
        _killing.Bridge.Ccs.Hold(new HoldPoint.Answers());
        await _killing.PutAsync(Id);
        _killing.Bridge.Broker.Hold("downstream");
        _killing.Bridge.Ccs.Release(new HoldPoint.Answers());
        var copy = await _killing.HasAsync<Happening.ConfirmationHeld>(held => held.MessageId != Id);
        await _killing.KillAsync();

        await _killing.OutlastLockAsync(Id);
        _killing.Bridge.Broker.EndHold("downstream");
        await BothAreSentAsync(copy.MessageId);
    }

    [Fact]
    public async Task Killed_with_the_settlement_of_the_original_on_the_way()
    {
        await RefuseOnceAsync();
        _killing.Bridge.Broker.HoldSettlements("downstream");
        await _killing.PutAsync(Id);
        await _killing.HasAsync<Happening.SettlementHeld>(held => held.MessageId == Id);
        await _killing.KillAsync();

        var copy = await _killing.HasAsync<Happening.Scheduled>(_ => true);
        await _killing.OutlastLockAsync(Id);
        _killing.Bridge.Broker.EndHoldSettlements("downstream");
        await BothAreSentAsync(copy.MessageId);
    }

    private async Task RefuseOnceAsync()
    {
        await _killing.BeginAsync();
        _killing.Bridge.Ccs.Script(new ScriptedAnswer.Nack("SERVICE_UNAVAILABLE"));
    }

    private async Task BothAreSentAsync(string copy)
    {
        await _killing.BeginAsync();
        await _killing.CompletedAsync(Id);
        await _killing.CompletedAsync(copy);
        Assert.Equal(new DownstreamCounts(InInbox: 2, Outcomes: 1, Folded: 1), (await _killing.SettledAsync()).Downstream(Id));
    }
}
