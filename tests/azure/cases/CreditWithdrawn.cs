using CcsBridge.Contracts;

namespace CcsBridge.Assumptions.Cases;

internal static class CreditWithdrawn
{
    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        // The first message shows that the link is open: credit given and taken back before would never have been on it.
        await trial.PutAsync(Entities.Downstream, trial.Message("first"), cancel);
        await trial.CompleteAsync(Entities.Downstream, await trial.TakeAsync(Entities.Downstream, cancel), cancel);
        trial.Ask(Entities.Downstream);
        trial.Withdraw(Entities.Downstream);
        await trial.PassAsync(TimeSpan.FromSeconds(2), cancel);

        await trial.PutAsync(Entities.Downstream, trial.Message("second"), cancel);
        await using var other = trial.Another();
        if (await other.TryTakeAsync(Entities.Downstream, cancel) is not { } received)
            return "the message came on the credit that was taken back";
        await other.CompleteAsync(Entities.Downstream, received, cancel);
        return null;
    }
}
