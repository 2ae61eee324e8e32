using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class MissingEntity
{
    private const string Missing = "ccsbridge-no-such-queue";

    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel) =>
        await trial.SendAsync(Missing, trial.Message("m"), cancel) switch
        {
            SendOutcome.Refused { Scope: RefusalScope.Entity, Condition: "amqp:not-found" } => null,
            var other => $"{other}",
        };
}
