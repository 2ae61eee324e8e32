using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class WrongKey
{
    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        await using var stranger = trial.ByAnotherKey();
        return await stranger.SendAsync(Entities.Downstream, stranger.Message("m"), cancel) switch
        {
            SendOutcome.Refused { Scope: RefusalScope.Entity, Condition: "amqp:unauthorized-access" } => null,
            var other => $"{other}",
        };
    }
}
