using CcsBridge.Contracts;

namespace CcsBridge.Assumptions.Cases;

internal static class LockExpiryCounts
{
    /// <summary>The lock duration of queue <c>downstream</c>.</summary>
    public static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(2);

    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await trial.PutAsync(Entities.Downstream, trial.Message("m"), cancel);
        var first = await trial.TakeAsync(Entities.Downstream, cancel);
        trial.Ask(Entities.Downstream);
        await trial.PassAsync(LockDuration, cancel);
        if (await trial.TryTakeAsync(Entities.Downstream, cancel) is not { } again) return "it did not come again";

        trial.Leave(Entities.Downstream, first);
        await trial.CompleteAsync(Entities.Downstream, again, cancel);
        return again.DeliveryCount == 1
            ? RedeliveryIdentity.Difference(first, again)
            : $"a delivery count of {again.DeliveryCount} on the second delivery";
    }
}
