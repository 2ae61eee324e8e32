using CcsBridge.Local.Bus;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.FunctionsRuntime;
using Happening = CcsBridge.Local.Broker.Happening;
using Wire = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Tests.Bridges;

/// <summary>
/// A bridge whose connector is killed (SIGKILL) and followed by another. A test brings the peers to a state, kills, lets another begin,
/// and counts what is found once everything has settled.
/// </summary>
internal sealed class Killing(Bridge bridge) : IAsyncDisposable
{
    private const string Queue = "downstream";
    private static readonly TimeSpan PastTheLock = TimeSpan.FromMinutes(2);
    private static readonly string[] Entities =
    [
        Queue, "upstream/Subscriptions/processing", "upstream/Subscriptions/receipts", "outcomes/Subscriptions/status",
        $"{Queue}/$DeadLetterQueue", "upstream/Subscriptions/processing/$DeadLetterQueue",
    ];

    private string _token = "";

    public Bridge Bridge => bridge;

    /// <summary>The number of the endpoint's connection.</summary>
    public int Connection { get; private set; }

    public static async Task<Killing> OpenAsync()
    {
        var bridge = await Bridge.OpenAsync();
        return new Killing(bridge) { _token = bridge.Ccs.Install("anna") };
    }

    /// <summary>Starts a connector; it is bound, and its receiver is open.</summary>
    public async Task BeginAsync()
    {
        var (wire, bus) = (bridge.Ccs.Position, bridge.Broker.Happenings.Count);
        bridge.Start();
        Connection = (await bridge.Ccs.WhenAsync<Wire.Bound>(_ => true, bridge.Deadline, wire)).Connection;
        await bridge.Broker.Happenings.FirstAsync<Happening.ReceiverOpened>(opened => opened.Entity == Queue, bridge.Deadline, bus);
    }

    /// <summary>Anna's phone says something; the message's id.</summary>
    public string Say() => bridge.Ccs.Send("anna", new Dictionary<string, string> { ["k"] = "v" });

    /// <summary>An app puts a message for anna's phone on the queue.</summary>
    public Task PutAsync(string id) =>
        bridge.Bus.SendAsync(Queue, id, $$$"""{"to":"{{{_token}}}","data":{"k":"v"}}""", bridge.Deadline);

    public Task SeesAsync<T>(Func<T, bool> which)
        where T : Wire => bridge.Ccs.WhenAsync(which, bridge.Deadline);

    public Task<T> HasAsync<T>(Func<T, bool> which)
        where T : Happening => bridge.Broker.Happenings.FirstAsync(which, bridge.Deadline);

    /// <summary>Kills the connector. Both peers have seen that it is gone, whatever they do not read.</summary>
    public async Task KillAsync()
    {
        bridge.Connector!.Kill();
        await bridge.Connector.Exited.WaitAsync(bridge.Deadline);
        await HasAsync<Happening.ReceiverClosed>(closed => closed.Entity == Queue);
        if (bridge.Ccs.Log.OfType<Wire.Held>().Any(held => held.Point == new HoldPoint.Reads(Connection)))
            bridge.Ccs.Drop(Connection);
        await SeesAsync<Wire.Ended>(ended => ended.Connection == Connection);
    }

    /// <summary>The broker's clock runs past the lock of a message that the dead connector held.</summary>
    public async Task OutlastLockAsync(string id)
    {
        Assert.DoesNotContain(bridge.Broker.Happenings.Log, seen => seen is Happening.Settled && seen.MessageId == id);
        bridge.Clock.Push(PastTheLock);
        await HasAsync<Happening.LockExpired>(expired => expired.MessageId == id);
    }

    /// <summary>The message left the queue for good.</summary>
    public Task CompletedAsync(string id) =>
        HasAsync<Happening.Settled>(settled => settled.MessageId == id && settled.How is CcsBridge.Local.Broker.Settlement.Complete);

    /// <summary>
    /// One more message each way passes: what was to come again would have come before. Nothing is left on the queue, nothing is dead,
    /// the endpoint is owed nothing.
    /// </summary>
    public async Task<Aftermath> SettledAsync()
    {
        var last = Say();
        await SeesAsync<Wire.UpstreamAcked>(acked => acked.MessageId == last);
        await PutAsync("last");
        await CompletedAsync("last");
        await using var bus = await PlainBus.OpenAsync(BusAddress.Parse(bridge.Broker.ConnectionString, "ServiceBus"), bridge.Deadline);
        var events = bus.Watch("upstream/Subscriptions/processing");
        var outcomes = bus.Watch("outcomes/Subscriptions/status");
        await Task.WhenAll(EmptiedAsync(events, "upstream/Subscriptions/processing", last), EmptiedAsync(outcomes, "outcomes/Subscriptions/status", "last"));

        Assert.All(Entities, entity => Assert.Equal((entity, 0), (entity, Left(entity))));
        var wire = bridge.Ccs.Log;
        Assert.Equal(
            wire.OfType<Wire.UpstreamTaken>().Select(taken => taken.MessageId),
            wire.OfType<Wire.UpstreamAcked>().Select(acked => acked.MessageId));
        return new Aftermath(bridge, events, outcomes);
    }

    public ValueTask DisposeAsync() => bridge.DisposeAsync();

    private async Task EmptiedAsync(BusWatch watch, string entity, string lastMessage)
    {
        var last = await watch.FirstAsync(seen => seen.Member("message_id") == lastMessage, bridge.Deadline);
        await HasAsync<Happening.Settled>(settled => settled.Entity == entity && settled.MessageId == last.Id);
    }

    private int Left(string entity)
    {
        var count = bridge.Broker.Count(entity)!;
        return count.Available + count.Locked + count.Scheduled;
    }
}
