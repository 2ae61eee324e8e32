using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class LostLockNotRenewed
{
    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await trial.PutAsync(Entities.Downstream, trial.Message("m"), cancel);
        var first = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.PassAsync(LockExpiryCounts.LockDuration, cancel);
        var renewal = await trial.RenewAsync(Entities.Downstream, first, cancel);
        trial.Leave(Entities.Downstream, first);
        if (await trial.TryTakeAsync(Entities.Downstream, cancel) is not { } again) return "it did not come again";

        await trial.CompleteAsync(Entities.Downstream, again, cancel);
        return renewal is LockRenewal.Lost ? null : $"the renewal was answered {renewal}";
    }
}
