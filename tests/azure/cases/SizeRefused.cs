using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions.Cases;

internal static class SizeRefused
{
    public static async Task<string?> TryAsync(Trial trial, CancellationToken cancel)
    {
        var large = trial.Message("large") with { Body = new byte[257 * 1024] };
        var outcome = await trial.SendAsync(Entities.Downstream, large, cancel);
        if (outcome is not SendOutcome.Refused { Scope: RefusalScope.Message, Condition: "amqp:link:message-size-exceeded" })
            return $"{outcome}";

        await trial.PutAsync(Entities.Downstream, trial.Message("small"), cancel);
        var received = await trial.TakeAsync(Entities.Downstream, cancel);
        await trial.CompleteAsync(Entities.Downstream, received, cancel);
        return Trial.NameOf(received) == "small" ? null : $"{Trial.NameOf(received)} came";
    }
}
