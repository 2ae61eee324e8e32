using CcsBridge.Contracts;

namespace CcsBridge.Assumptions.Cases;

internal static class ScheduledLife
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(5);

    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        var due = trial.Now + Wait;
        // Counted from the send, its time would be over before it is due.
        var message = trial.Message("m") with { ScheduledEnqueueTime = due, TimeToLive = TimeSpan.FromSeconds(10) };
        await trial.PutAsync(Entities.Downstream, message, cancel);
        trial.Ask(Entities.Downstream);
        await trial.PassAsync(Wait, cancel);
        if (await trial.TryTakeAsync(Entities.Downstream, cancel) is not { } received) return "it never came";

        await trial.CompleteAsync(Entities.Downstream, received, cancel);
        return (received.EnqueuedTime - due).Duration() <= Apart ? null : $"enqueued at {received.EnqueuedTime:O}, due at {due:O}";
    }
}
