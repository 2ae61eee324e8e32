namespace CcsBridge.Assumptions;

/// <summary>Tries assumptions one after another, a line each.</summary>
internal sealed class Trials(Surroundings surroundings, TextWriter output)
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>0 if all hold, else 1.</summary>
    public async Task<int> RunAsync(IReadOnlyList<Assumption> cases, CancellationToken cancel)
    {
        var hold = 0;
        foreach (var each in cases)
        {
            var seen = await TryAsync(each, cancel);
            await output.WriteLineAsync($"{each.Name}: {(seen is null ? "holds" : $"does not hold: {seen}")}");
            if (seen is null) hold++;
        }

        await output.WriteLineAsync($"{hold} hold, {cases.Count - hold} do not");
        return hold == cases.Count ? 0 : 1;
    }

    private async Task<string?> TryAsync(Assumption assumption, CancellationToken cancel)
    {
        await using var trial = new Trial(surroundings, $"{Trial.IdPrefix}{Guid.NewGuid():N}-");
        try
        {
            var seen = await assumption.TryAsync(trial, cancel);
            if (seen is not null) await trial.ClearAsync(cancel);
            return seen;
        }
        catch (NotTriedException e)
        {
            return $"could not be tried: {e.Message}";
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return "could not be tried: the time for all cases was over, or the run was stopped";
        }
    }
}
