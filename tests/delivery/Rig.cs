using System.Text;
using CcsBridge.Delivery;

namespace CcsBridge.Tests.Delivery;

/// <summary>The promise's core with its surroundings played by the test: what it is told, and what it then wants done.</summary>
internal sealed class Rig
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly SessionId S1 = new(1), S2 = new(2);

    public SenderDelivery Core { get; }

    public DateTimeOffset Now { get; set; } = Start;

    public Rig(int window = 100, int maxAttempts = 8) =>
        Core = new SenderDelivery(new DeliverySettings("1234567890", "downstream", window, 1, maxAttempts), new Random(1));

    public IReadOnlyList<DeliveryEffect> On(DeliveryInput input) => Core.On(input, Now);

    /// <summary>A session that is bound and gave so many slots.</summary>
    public IReadOnlyList<DeliveryEffect> Ready(SessionId session, int slots = 1)
    {
        On(new DeliveryInput.SessionReady(session));
        return On(new DeliveryInput.Slots(session, slots));
    }

    public IReadOnlyList<DeliveryEffect> FromDevice(SessionId session, string messageId, string text = "x") => On(new DeliveryInput.FromDevice(
        session, new Upstream.Message("T", messageId, "com.example.app", null, new Dictionary<string, string> { ["k"] = text })));

    public IReadOnlyList<DeliveryEffect> Queue(
        long sequence, string json = """{"to":"T","data":{"k":"v"}}""", string? id = null, Dictionary<string, object>? properties = null, TimeSpan? ttl = null) =>
        On(new DeliveryInput.Received(Request(sequence, json, id, properties, ttl)));

    public ReceivedRequest Request(
        long sequence, string json = """{"to":"T","data":{"k":"v"}}""", string? id = null, Dictionary<string, object>? properties = null, TimeSpan? ttl = null) => new(
        Guid.NewGuid(), sequence, Now, Now + TimeSpan.FromMinutes(2), 0, Encoding.UTF8.GetBytes(json), id ?? $"b-{sequence}", null, null, null, ttl,
        properties ?? []);

    public IReadOnlyList<DeliveryEffect> Answer(SessionId session, string messageId, string? error = null) => On(new DeliveryInput.Answered(
        session, messageId, error is null ? new Answer.Accepted(null) : new Answer.Refused(error, "as the endpoint says")));

    /// <summary>The broker confirms the one send among these effects.</summary>
    public IReadOnlyList<DeliveryEffect> Confirm(IReadOnlyList<DeliveryEffect> effects) => Bus(effects, new BusAnswer.Confirmed());

    public IReadOnlyList<DeliveryEffect> Bus(IReadOnlyList<DeliveryEffect> effects, BusAnswer answer) => On(new DeliveryInput.BusAnswered(
        effects.Select(effect => effect switch
        {
            DeliveryEffect.Publish publish => publish.Key,
            DeliveryEffect.PutBack putBack => putBack.Key,
            _ => (long?)null,
        }).Single(key => key is not null)!.Value,
        answer));

    public IReadOnlyList<DeliveryEffect> Pass(TimeSpan time)
    {
        Now += time;
        return On(new DeliveryInput.Tick());
    }
}
