using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class LostLockNotSettled
{
    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await trial.PutAsync(Entities.Downstream, trial.Message("m"), cancel);
        await using (var late = trial.ByALateClock())
        {
            var first = await late.TakeAsync(Entities.Downstream, cancel);
            await late.CloseLinkAsync(Entities.Downstream);
            await trial.PassAsync(LockExpiryCounts.LockDuration, cancel);
            var settlement = await late.CompleteAsync(Entities.Downstream, first, cancel);
            if (settlement is not Settlement.LockLost) return $"completing was answered {settlement}";
        }

        if (await trial.TryTakeAsync(Entities.Downstream, cancel) is not { } again) return "it did not come again";
        await trial.CompleteAsync(Entities.Downstream, again, cancel);
        return again.DeliveryCount == 1 ? null : $"a delivery count of {again.DeliveryCount} on the second delivery";
    }
}
