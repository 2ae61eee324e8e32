using CcsBridge.Local.Broker;
using Entities = CcsBridge.Contracts.Entities;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Local.Tours;

/// <summary>The connector dies between the broker's taking of an event and its confirmation.</summary>
internal static class KillStep
{
    public static readonly TourStep Step = new("The connector is killed while the broker holds a confirmation.", "connector", WalkAsync);

    private static async Task WalkAsync(TourStage stage, Action<string> see, CancellationToken cancel)
    {
        var (ccs, broker, connector) = (stage.Environment.Ccs, stage.Environment.Broker, stage.Environment.Connector);
        var token = await stage.Phones.InstallAsync("anna", cancel);
        var (wire, bus) = (ccs.Position, broker.Happenings.Count);

        broker.Hold(Entities.Upstream);
        var id = await stage.Phones.SendAsync("anna", new Dictionary<string, string> { ["action"] = "echo", ["text"] = "still there?" }, cancel);
        var held = await broker.Happenings.FirstAsync<Happening.ConfirmationHeld>(_ => true, cancel, bus);
        see($"anna's phone sends an echo ({id}); the broker has the event and keeps its confirmation back");
        await connector.KillAsync();
        await ccs.WhenAsync<Wire.Ended>(_ => true, cancel, wire);
        see("the connector is killed (SIGKILL); the endpoint sees the connection end, its message unacknowledged");

        broker.EndHold(Entities.Upstream);
        connector.Start();
        await stage.Environment.BoundAsync(wire, cancel);
        see($"a new connector, process {connector.Process.Id}, is bound");
        var again = await ccs.WhenAsync<Wire.UpstreamDelivered>(up => up.From == token && up.MessageId == id && up.Time > 1, cancel, wire);
        see($"checked: the endpoint delivers the message once more (time {again.Time})");
        await broker.Happenings.FirstAsync<Happening.Folded>(Entities.Upstream, held.MessageId, cancel, bus);
        await ccs.WhenAsync<Wire.UpstreamAcked>(acked => acked.From == token && acked.MessageId == id, cancel, wire);
        see("checked: the topic takes it for the repeat that it is, and now it is acknowledged");

        var reply = await stage.Phones.FirstAsync("anna", "text", "still there?", cancel);
        await broker.Happenings.FirstAsync<Happening.Settled>(Entities.Downstream, reply.GetProperty("message_id").GetString()!, cancel, bus);
        var onTopic = stage.Upstream.Count(seen => seen.Id == held.MessageId);
        StepFailedException.Unless(onTopic == 1, "connector", $"the topic held the event {onTopic} times");
        var replies = await stage.Phones.CountAsync("anna", "text", "still there?", cancel);
        StepFailedException.Unless(replies == 1, "functions", $"the reply came {replies} times");
        see("checked: the topic held the event once, and the echo came down once");
    }
}
