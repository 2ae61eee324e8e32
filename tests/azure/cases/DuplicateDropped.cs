using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class DuplicateDropped
{
    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        var twice = trial.Message("twice");
        await trial.PutAsync(Entities.Downstream, twice, cancel);
        return await SendAgainAsync(trial, twice, "while the first was queued", ["twice", "next"], cancel)
            ?? await SendAgainAsync(trial, twice, "after the first was completed", ["next"], cancel);
    }

    // No waiting for what should not come: the next message behind it shows that it is not there.
    private static async Task<string?> SendAgainAsync(
        Trial trial, BusMessage twice, string when, string[] expected, CancellationToken cancel)
    {
        var outcome = await trial.SendAsync(Entities.Downstream, twice, cancel);
        if (outcome is not SendOutcome.Confirmed) return $"the same id {when}: {outcome}";

        await trial.PutAsync(Entities.Downstream, trial.Message($"{Guid.NewGuid():N}-next"), cancel);
        foreach (var name in expected)
        {
            var received = await trial.TakeAsync(Entities.Downstream, cancel);
            await trial.CompleteAsync(Entities.Downstream, received, cancel);
            if (Trial.NameOf(received) != name) return $"the same id {when}: '{Trial.NameOf(received)}' came where '{name}' was to come";
        }

        return null;
    }
}
