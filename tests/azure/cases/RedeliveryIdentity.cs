using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class RedeliveryIdentity
{
    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await trial.PutAsync(Entities.Downstream, trial.Message("m"), cancel);
        var first = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.SettleAsync(Entities.Downstream, first, new SettleAs.Release(), cancel);
        var again = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.CompleteAsync(Entities.Downstream, again, cancel);
        return Difference(first, again);
    }

    /// <summary>What differs and should not, or the reverse.</summary>
    public static string? Difference(ReceivedMessage first, ReceivedMessage again) =>
        first.SequenceNumber != again.SequenceNumber ? $"sequence number {again.SequenceNumber} after {first.SequenceNumber}"
        : first.EnqueuedTime != again.EnqueuedTime ? $"enqueued at {again.EnqueuedTime:O} after {first.EnqueuedTime:O}"
        : first.LockToken == again.LockToken ? "the same lock token twice"
        : null;
}
