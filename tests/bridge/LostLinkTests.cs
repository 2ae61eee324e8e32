using CcsBridge.Local.Broker;
using CcsBridge.ServiceBus;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Tests.Bridges;

/// <summary>
/// A lost link is not a refusal, and not a confirmation either. The same check is held against the product and against two that take it
/// for one: who does not find those, finds nothing.
/// </summary>
public sealed class LostLinkTests
{
    private const string AckedEarly = "acknowledged before the topic's word";

    [Fact]
    public async Task An_event_whose_confirmation_is_lost_with_its_link_is_published_again_and_acknowledged_after() =>
        Assert.Empty(await FaultsAsync(bus => bus));

    [Fact]
    public async Task A_lost_link_that_is_taken_for_a_refusal_is_found() =>
        Assert.Equal(
            ["the topic has malformed: 1", "folded as repeats: 0"],
            await FaultsAsync(bus => new MistakenBus(bus, new SendOutcome.Refused(RefusalScope.Message, "amqp:not-allowed", "no"))));

    [Fact]
    public async Task A_lost_link_that_is_taken_for_a_confirmation_is_found() =>
        Assert.Equal(
            [AckedEarly, "folded as repeats: 0"],
            await FaultsAsync(bus => new MistakenBus(bus, new SendOutcome.Confirmed())));

    private static async Task<List<string>> FaultsAsync(Func<IBus, IBus> around)
    {
        await using var bridge = await BridgeInProcess.OpenAsync(around);
        bridge.Ccs.Install("anna");
        bridge.Broker.Hold("upstream");
        bridge.Ccs.Send("anna", new Dictionary<string, string> { ["k"] = "v" });
        await bridge.Broker.Happenings.FirstAsync<Happening.ConfirmationHeld>(_ => true, bridge.Deadline);
        var since = bridge.Broker.Happenings.Count;
        bridge.Broker.DropConnections();

        // The hold goes on: the broker has said nothing to anybody when the event comes again.
        var again = bridge.Broker.Happenings.FirstAsync<Happening.ConfirmationHeld>(_ => true, bridge.Deadline, since);
        var acked = bridge.Ccs.WhenAsync<Wire.UpstreamAcked>(_ => true, bridge.Deadline);
        var faults = new List<string>();
        if (await Task.WhenAny(acked, again) == acked)
            faults.Add(AckedEarly);
        bridge.Broker.EndHold("upstream");
        await acked;

        var malformed = bridge.Broker.Count("upstream/Subscriptions/receipts")!.Available;
        var folded = bridge.Broker.Happenings.Log.OfType<Happening.Folded>().Count();
        Assert.Equal(1, bridge.Broker.Count("upstream/Subscriptions/processing")!.Available);
        if (malformed > 0)
            faults.Add($"the topic has malformed: {malformed}");
        if (folded != 1)
            faults.Add($"folded as repeats: {folded}");
        return faults;
    }
}
