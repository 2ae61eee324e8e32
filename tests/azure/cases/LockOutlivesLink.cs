using CcsBridge.Contracts;

namespace CcsBridge.Assumptions.Cases;

internal static class LockOutlivesLink
{
    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await trial.PutAsync(Entities.Downstream, trial.Message("locked"), cancel);
        await using (var shortLived = trial.Another())
            shortLived.Leave(Entities.Downstream, await shortLived.TakeAsync(Entities.Downstream, cancel));

        // Behind the locked one: if it comes first, the lock is still there.
        await trial.PutAsync(Entities.Downstream, trial.Message("next"), cancel);
        var next = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.CompleteAsync(Entities.Downstream, next, cancel);
        if (Trial.NameOf(next) != "next") return "the message came again as soon as its connection was closed";

        // Nobody's event, on the same connection: once it is confirmed, the broker has read the settlement as well, and its lock cannot end.
        await trial.PutAsync(Entities.Upstream, trial.Message("unmatched"), cancel);
        trial.Ask(Entities.Downstream);
        await trial.PassAsync(LockExpiryCounts.LockDuration, cancel);
        if (await trial.TryTakeAsync(Entities.Downstream, cancel) is not { } again) return "it did not come again";

        await trial.CompleteAsync(Entities.Downstream, again, cancel);
        return again.DeliveryCount == 1 ? null : $"a delivery count of {again.DeliveryCount} on the second delivery";
    }
}
