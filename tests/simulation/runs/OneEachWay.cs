using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Simulation;

/// <summary>The first scenario: a phone says one thing, an app says one thing, and both are settled to the end.</summary>
internal static class OneEachWay
{
    /// <summary>Runs it; what did not hold is in the result.</summary>
    public static (IReadOnlyList<Traced> Trace, IReadOnlyList<string> Faults) Run(int seed)
    {
        using var world = new World(seed);
        var faults = new List<string>();
        Require(world.RunUntil(() => world.Endpoint.Bound.Count == 1, TimeSpan.FromMinutes(1)), "the session is bound");

        var phone = ((Installing.Done)world.Endpoint.Phones.Install("anna")).Phone;
        world.Endpoint.On(new Input.PhoneSends(phone, phone.Compose(new Dictionary<string, string> { ["k"] = "up" })!));
        Require(world.RunUntil(() => Seen("UpstreamAcked"), TimeSpan.FromMinutes(1)), "the phone's message is acknowledged");
        Require(world.Bus.Engine.Count("upstream/Subscriptions/processing")?.Available == 1, "the topic holds it once");

        new Traffic(world, [phone]).PutPlain(phone.Token!);
        Require(world.RunUntil(() => Seen("Settled { Entity = downstream, MessageId = d-1"), TimeSpan.FromMinutes(1)), "the app's message is completed");
        Require(phone.Inbox.After(0) is [{ MessageId: "d-1" }], "the phone has it once");
        Require(world.Bus.Engine.Count("outcomes/Subscriptions/status")?.Available == 1, "its outcome is told");

        Require(world.StopAll(), "the bridge stops");
        return (world.Trace, [.. faults, .. world.Ledger.Violations.Select(violation => violation.What)]);

        bool Seen(string what) => world.Trace.Any(seen => seen.ToString().Contains(what, StringComparison.Ordinal));

        void Require(bool holds, string what)
        {
            if (!holds)
                faults.Add($"does not hold: {what}");
        }
    }
}
