using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

/// <summary>That it is received at all shows the rest: 16-byte lock token, and the annotations as the types that we read.</summary>
internal static class RoundTrip
{
    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        var sent = trial.Message("m") with
        {
            CorrelationId = "c",
            Subject = "s",
            TimeToLive = TimeSpan.FromHours(1),
            Properties = new Dictionary<string, object>
            {
                ["text"] = "ä",
                ["int"] = 3,
                ["long"] = 7L,
                ["yes"] = true,
                ["where"] = new Uri("https://example.com/"),
                ["span"] = TimeSpan.FromSeconds(5),
                ["when"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            },
        };
        await trial.PutAsync(Entities.Downstream, sent, cancel);
        var received = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.CompleteAsync(Entities.Downstream, received, cancel);
        return Difference(sent, received.Message)
            ?? (received.DeliveryCount == 0 ? null : $"a delivery count of {received.DeliveryCount} on the first delivery");
    }

    private static string? Difference(BusMessage sent, BusMessage received)
    {
        if (!received.Body.Span.SequenceEqual(sent.Body.Span)) return "another body";
        if (Fields(received) != Fields(sent)) return $"{Fields(received)} instead of {Fields(sent)}";
        // The broker may add properties of its own.
        foreach (var (name, value) in sent.Properties)
            if (!received.Properties.TryGetValue(name, out var found) || !found.Equals(value))
                return $"the property {name} is {found?.GetType().Name ?? "missing"} {found}, sent was {value.GetType().Name} {value}";
        return null;
    }

    private static (string?, string?, string?, string?, TimeSpan?) Fields(BusMessage message) =>
        (message.MessageId, message.CorrelationId, message.Subject, message.ContentType, message.TimeToLive);
}
