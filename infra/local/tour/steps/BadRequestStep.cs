using CcsBridge.Contracts;

namespace CcsBridge.Local.Tours;

/// <summary>A request that breaks the contract.</summary>
internal static class BadRequestStep
{
    public static readonly TourStep Step = new("An app makes a typing error.", "connector", WalkAsync);

    private static async Task WalkAsync(TourStage stage, Action<string> see, CancellationToken cancel)
    {
        await stage.Bus.SendAsync(Entities.Downstream, "tour-2", """{"to":"x","time_to_liv":60}""", cancel);
        see("queue downstream holds {to: x, time_to_liv: 60}, id tour-2");
        var rejected = await stage.Outcomes.FirstAsync(seen => seen.Member("message_id") == "tour-2", cancel);
        see($"checked: topic outcomes has {rejected.Type}, {rejected.Member("error")}: {rejected.Member("error_description")}");
        StepFailedException.Unless(rejected.Member("error") == Refusal.Code, "connector", "the error is not INVALID_REQUEST");
        var dead = await stage.DeadLetters.FirstAsync(seen => seen.Id == "tour-2", cancel);
        see($"checked: the dead-letter queue holds it, reason {dead.Properties.GetValueOrDefault("DeadLetterReason")}; no session was bothered");
        StepFailedException.Unless(dead.Properties.GetValueOrDefault("DeadLetterReason") == Refusal.Code, "connector", "the reason is not INVALID_REQUEST");
    }
}
