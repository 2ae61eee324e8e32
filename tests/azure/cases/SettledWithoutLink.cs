using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class SettledWithoutLink
{
    private const string DeadLetters = Entities.Downstream + Trial.DeadLetters;

    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await trial.PutAsync(Entities.Downstream, trial.Message("completed"), cancel);
        await trial.PutAsync(Entities.Downstream, trial.Message("dead"), cancel);
        await using (var other = trial.Another())
        {
            var completed = await other.TakeAsync(Entities.Downstream, cancel);
            var dead = await other.TakeAsync(Entities.Downstream, cancel);
            await other.CloseLinkAsync(Entities.Downstream);
            var words = new SettleAs.DeadLetter("TRIED", "without its link");
            if (await other.CompleteAsync(Entities.Downstream, completed, cancel) is not Settlement.Confirmed and var completing)
                return $"completing was answered {completing}";
            if (await other.SettleAsync(Entities.Downstream, dead, words, cancel) is not Settlement.Confirmed and var deadLettering)
                return $"dead-lettering was answered {deadLettering}";
        }

        if (await trial.TryTakeAsync(DeadLetters, cancel) is not { } letter) return "it is not in the dead-letter queue";
        await trial.CompleteAsync(DeadLetters, letter, cancel);
        return DeadLetterTexts.Difference(letter, ("DeadLetterReason", "TRIED"), ("DeadLetterErrorDescription", "without its link"));
    }
}
