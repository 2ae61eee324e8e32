using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class DeadLetterTexts
{
    private const string Dead = Entities.Downstream + Trial.DeadLetters;

    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await trial.PutAsync(
            Entities.Downstream, trial.Message("m") with { Properties = new Dictionary<string, object> { ["own"] = "kept" } }, cancel);
        var received = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.SettleAsync(Entities.Downstream, received, new SettleAs.DeadLetter("THE_REASON", "the description"), cancel);
        if (await trial.TryTakeAsync(Dead, cancel) is not { } dead) return $"it never came to {Dead}";

        await trial.CompleteAsync(Dead, dead, cancel);
        if (!dead.Message.Body.Span.SequenceEqual(received.Message.Body.Span)) return "another body";
        return Difference(dead, ("own", "kept"), ("DeadLetterReason", "THE_REASON"), ("DeadLetterErrorDescription", "the description"));
    }

    /// <summary>The first property that is not as expected.</summary>
    public static string? Difference(ReceivedMessage dead, params (string Name, string Value)[] expected)
    {
        foreach (var (name, value) in expected)
            if (dead.Message.Properties.GetValueOrDefault(name) is not string found || found != value)
                return $"the property {name} is '{dead.Message.Properties.GetValueOrDefault(name)}' instead of '{value}'";
        return null;
    }
}
