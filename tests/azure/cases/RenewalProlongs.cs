using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class RenewalProlongs
{
    private static readonly TimeSpan BeforeTheEnd = TimeSpan.FromSeconds(70);

    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await trial.PutAsync(Entities.Downstream, trial.Message("renewed"), cancel);
        var renewed = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.PassAsync(BeforeTheEnd, cancel);
        var renewal = await trial.RenewAsync(Entities.Downstream, renewed, cancel);
        if (renewal is not LockRenewal.Renewed { LockedUntil: var until }) return $"the renewal was answered {renewal}";
        if (until < renewed.LockedUntil + BeforeTheEnd / 2) return $"locked until {until:O} after {renewed.LockedUntil:O}";

        // Past the first end. The next is behind the renewed one: if it comes first, the lock is still there.
        await trial.PassAsync(LockExpiryCounts.LockDuration - BeforeTheEnd / 2, cancel);
        await trial.PutAsync(Entities.Downstream, trial.Message("next"), cancel);
        var next = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.CompleteAsync(Entities.Downstream, next, cancel);
        if (Trial.NameOf(next) != "next") return "the message came again at the first end of its lock";

        await trial.CompleteAsync(Entities.Downstream, renewed, cancel);
        return null;
    }
}
