using CcsBridge.Local.Environments;

namespace CcsBridge.Local.Tours;

/// <summary>
/// A walk through everything, for a person to follow. A step awaits a signal of a real part, then looks at the part; it never polls, and
/// has one deadline.
/// </summary>
internal sealed class Tour(LocalEnvironment environment, Screen screen)
{
    private static readonly TimeSpan StepWithin = TimeSpan.FromSeconds(60);

    public static readonly IReadOnlyList<TourStep> Steps =
    [
        RegisterStep.Step, EchoStep.Step, QueueStep.Step, AccountStep.Step, BadRequestStep.Step, UninstalledStep.Step, KillStep.Step,
    ];

    /// <summary>The number of steps that passed; it ends at the first that does not.</summary>
    public async Task<int> WalkAsync(CancellationToken cancel)
    {
        await using var stage = await TourStage.SetAsync(environment, cancel);
        for (var passed = 0; passed < Steps.Count; passed++)
        {
            screen.Say();
            screen.Say($"{passed + 1}. {Steps[passed].Title}");
            if (!await PassesAsync(Steps[passed], stage, cancel))
                return passed;
        }

        screen.Say();
        return Steps.Count;
    }

    private async Task<bool> PassesAsync(TourStep step, TourStage stage, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(StepWithin);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            await step.Walk(stage, line => screen.Say($"   {line}"), either.Token);
            StepFailedException.Unless(
                environment.Broker.Unmatched == 0, "functions", $"{environment.Broker.Unmatched} event(s) matched no subscription");
            return true;
        }
        catch (StepFailedException failed)
        {
            Explain(step, failed.Part, failed.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || deadline.IsCancellationRequested)
        {
            Explain(step, step.Part, e is OperationCanceledException ? $"nothing came within {StepWithin.TotalSeconds:0} s" : e.ToString());
        }

        return false;
    }

    private void Explain(TourStep step, string part, string sentence)
    {
        screen.Say($"   FAILED: {step.Title}: {sentence}");
        foreach (var line in environment.LastLines(part, 20))
            screen.Say($"   {part} | {line}");
    }
}
