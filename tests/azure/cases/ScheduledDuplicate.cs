using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class ScheduledDuplicate
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClocksApart = TimeSpan.FromSeconds(1);

    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        var due = trial.Now + Wait;
        var copy = trial.Message("copy") with { ScheduledEnqueueTime = due };
        await trial.PutAsync(Entities.Downstream, copy, cancel);
        if (await trial.SendAsync(Entities.Downstream, copy, cancel) is not SendOutcome.Confirmed and var other)
            return $"the second copy: {other}";

        await trial.PassAsync(Wait, cancel);
        var received = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.CompleteAsync(Entities.Downstream, received, cancel);
        if (received.EnqueuedTime < due - ClocksApart) return $"it came {due - received.EnqueuedTime} before it was due";

        await trial.PutAsync(Entities.Downstream, trial.Message("next"), cancel);
        var next = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.CompleteAsync(Entities.Downstream, next, cancel);
        return Trial.NameOf(next) == "next" ? null : "the copy came twice";
    }
}
