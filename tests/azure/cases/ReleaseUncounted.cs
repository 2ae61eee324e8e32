using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class ReleaseUncounted
{
    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await trial.PutAsync(Entities.Downstream, trial.Message("m"), cancel);
        for (var i = 0; i < 3; i++)
        {
            var received = await trial.TakeAsync(Entities.Downstream, cancel);
            await trial.SettleAsync(Entities.Downstream, received, new SettleAs.Release(), cancel);
        }

        var last = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.CompleteAsync(Entities.Downstream, last, cancel);
        return last.DeliveryCount == 0 ? null : $"a delivery count of {last.DeliveryCount} after three releases";
    }
}
