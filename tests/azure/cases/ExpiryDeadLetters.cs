using CcsBridge.Contracts;

namespace CcsBridge.Assumptions.Cases;

internal static class ExpiryDeadLetters
{
    private const string Dead = Entities.Downstream + Trial.DeadLetters;
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(2);

    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await trial.PutAsync(Entities.Downstream, trial.Message("m") with { TimeToLive = Life }, cancel);
        await trial.PassAsync(Life + TimeSpan.FromSeconds(1), cancel);
        // Service Bus looks at a queue's times only when somebody receives from it.
        trial.Ask(Entities.Downstream);
        if (await trial.TryTakeAsync(Dead, cancel) is not { } dead) return $"it never came to {Dead}";

        await trial.CompleteAsync(Dead, dead, cancel);
        var reason = dead.Message.Properties.GetValueOrDefault("DeadLetterReason");
        return reason is "TTLExpiredException" ? null : $"the reason '{reason}'";
    }
}
