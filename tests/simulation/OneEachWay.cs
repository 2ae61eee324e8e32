using System.Text;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Phones;
using CcsBridge.ServiceBus;

namespace CcsBridge.Simulation;

/// <summary>The first scenario: a phone says one thing, an app says one thing, and both are settled to the end.</summary>
internal static class OneEachWay
{
    /// <summary>Runs it; what did not hold is in the result.</summary>
    public static (IReadOnlyList<string> Trace, IReadOnlyList<string> Faults) Run(int seed)
    {
        using var world = new World(seed);
        var faults = new List<string>();
        Require(world.RunUntil(() => world.Endpoint.Bound.Count == 1, TimeSpan.FromMinutes(1)), "the session is bound");

        var phone = ((Installing.Done)world.Endpoint.Phones.Install("anna")).Phone;
        world.Endpoint.On(new Input.PhoneSends(phone, phone.Compose(new Dictionary<string, string> { ["k"] = "up" })!));
        Require(world.RunUntil(() => Seen("UpstreamAcked"), TimeSpan.FromMinutes(1)), "the phone's message is acknowledged");
        Require(world.Bus.Engine.Count("upstream/Subscriptions/processing")?.Available == 1, "the topic holds it once");

        world.Put("downstream", new BusMessage(Encoding.UTF8.GetBytes($$$"""{"to":"{{{phone.Token}}}","data":{"k":"down"}}""")) { MessageId = "d-1" });
        Require(world.RunUntil(() => Seen("Settled { Entity = downstream, MessageId = d-1"), TimeSpan.FromMinutes(1)), "the app's message is completed");
        Require(phone.Inbox.After(0) is [{ MessageId: "d-1" }], "the phone has it once");
        Require(world.Bus.Engine.Count("outcomes/Subscriptions/status")?.Available == 1, "its outcome is told");

        world.Process.Stop();
        Require(world.RunUntil(() => world.Process.Running.IsCompleted, TimeSpan.FromMinutes(3)), "the bridge stops");
        return (world.Trace, [.. faults, .. world.Ledger.Violations]);

        bool Seen(string what) => world.Trace.Any(line => line.Contains(what, StringComparison.Ordinal));

        void Require(bool holds, string what)
        {
            if (!holds)
                faults.Add($"does not hold: {what}");
        }
    }
}
