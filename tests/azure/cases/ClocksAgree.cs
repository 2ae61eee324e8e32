using CcsBridge.Contracts;

namespace CcsBridge.Assumptions.Cases;

internal static class ClocksAgree
{
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(1);

    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await trial.PutAsync(Entities.Downstream, trial.Message("m"), cancel);
        var received = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.CompleteAsync(Entities.Downstream, received, cancel);
        var apart = (trial.Now - received.EnqueuedTime).Duration();
        return apart <= Apart ? null : $"the message was enqueued {apart} away from this machine's clock";
    }
}
