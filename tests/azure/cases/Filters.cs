using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class Filters
{
    private const string Processing = $"{Entities.Upstream}/Subscriptions/{Entities.Processing}";
    private const string Receipts = $"{Entities.Upstream}/Subscriptions/{Entities.Receipts}";

    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        foreach (var type in new[] { EventType.Message, EventType.Receipt, EventType.Malformed })
            await trial.PutAsync(Entities.Upstream, Event(trial, type, type.MessageType), cancel);
        // Behind the others: where it comes second, they did not come.
        await trial.PutAsync(Entities.Upstream, Event(trial, EventType.Message, "last"), cancel);

        return await ExpectAsync(trial, Processing, ["message", "last"], cancel)
            ?? await ExpectAsync(trial, Receipts, ["receipt", "malformed"], cancel);
    }

    private static BusMessage Event(Trial trial, EventType type, string name) => trial.Message(name) with
    {
        Properties = new Dictionary<string, object> { [EventProperties.MessageType] = type.MessageType },
    };

    private static async Task<string?> ExpectAsync(Trial trial, string subscription, string[] names, CancellationToken cancel)
    {
        foreach (var name in names)
        {
            if (await trial.TryTakeAsync(subscription, cancel) is not { } received) return $"'{name}' never came to {subscription}";
            await trial.CompleteAsync(subscription, received, cancel);
            if (Trial.NameOf(received) != name) return $"'{Trial.NameOf(received)}' came to {subscription} where '{name}' was to come";
        }

        return null;
    }
}
