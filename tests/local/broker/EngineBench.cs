using CcsBridge.Local.Broker;

namespace CcsBridge.Tests.Local.Broker;

/// <summary>An engine with a clock in a test's hands: queue <c>q</c>, topic <c>t</c>, and short ways to do things with them.</summary>
internal sealed class EngineBench
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long _ids;

    public EngineBench(DeliverySettings? delivery = null, TimeSpan? window = null, params SubscriptionSettings[] subscriptions) =>
        Engine = new BrokerEngine(
            new Topology(
                [new QueueSettings("q", delivery ?? new(), window)],
                [new TopicSettings("t", null, null, subscriptions)]),
            new CountedGuids().Next);

    public BrokerEngine Engine { get; }

    public DateTimeOffset Now { get; set; } = Start;

    public static BrokerMessage Message(string? id = "m", params (string Name, object Value)[] properties) =>
        new("body"u8.ToArray()) { MessageId = id, Properties = properties.ToDictionary(p => p.Name, p => p.Value) };

    public IReadOnlyList<BrokerEffect> On(BrokerInput input) => Engine.On(input, Now);

    public IReadOnlyList<BrokerEffect> After(TimeSpan time)
    {
        Now += time;
        return On(new BrokerInput.Tick());
    }

    public IReadOnlyList<BrokerEffect> Send(string entity, params BrokerMessage[] messages) =>
        On(new BrokerInput.Send(new SendId(++_ids), entity, messages));

    /// <summary>A receiver with credit, and what it was given at once.</summary>
    public (ReceiverId Id, IReadOnlyList<BrokerDelivery> Got) Receive(string entity, uint credit = 100, bool andDelete = false)
    {
        var id = new ReceiverId(++_ids);
        On(new BrokerInput.OpenReceiver(id, entity, andDelete));
        return (id, Deliveries(On(new BrokerInput.Credit(id, credit))));
    }

    public BrokerDelivery ReceiveOne(string entity) => Assert.Single(Receive(entity, credit: 1).Got);

    public IReadOnlyList<BrokerEffect> Settle(BrokerDelivery delivery, Settlement how) =>
        On(new BrokerInput.Settle(new ReceiverId(0), delivery.LockToken, how));

    public IReadOnlyList<BrokerEffect> Renew(params BrokerDelivery[] deliveries) =>
        On(new BrokerInput.RenewLock(new RenewalId(++_ids), [.. deliveries.Select(d => d.LockToken)]));

    public static IReadOnlyList<BrokerDelivery> Deliveries(IEnumerable<BrokerEffect> effects) =>
        [.. effects.OfType<BrokerEffect.Deliver>().Select(d => d.Delivery)];

    public static IReadOnlyList<Happening> Happenings(IEnumerable<BrokerEffect> effects) =>
        [.. effects.OfType<BrokerEffect.Happened>().Select(h => h.What)];

    public static readonly Settlement Complete = new Settlement.Complete();

    public static readonly Settlement Release = new Settlement.Release();

    public static readonly Settlement Abandon = new Settlement.Abandon(new Dictionary<string, object>());

    public static Settlement DeadLetter(string reason, string description) =>
        new Settlement.DeadLetter(reason, description, new Dictionary<string, object>());
}
