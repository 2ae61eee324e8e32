namespace CcsBridge.Tests.Plays;

/// <summary>What was expected held against what happened: in order on each session's wire, in any order towards the bus.</summary>
internal sealed record Matching(IReadOnlyList<Happened> Missing, IReadOnlyList<Happened> Unexpected)
{
    public bool IsExact => Missing.Count == 0 && Unexpected.Count == 0;

    public static Matching Of(IReadOnlyList<Happened> expected, IReadOnlyList<Happened> actual)
    {
        List<Happened> missing = [.. expected], unexpected = [];
        foreach (var happened in actual)
        {
            // On a wire only the first that is still missing may come next.
            var at = happened.Session == 0
                ? missing.FindIndex(wanted => wanted.Fits(happened))
                : missing.FindIndex(wanted => wanted.Session == happened.Session);
            if (at >= 0 && missing[at].Fits(happened))
                missing.RemoveAt(at);
            else
                unexpected.Add(happened);
        }

        return new Matching(missing, unexpected);
    }

    public override string ToString() => string.Join('\n', Missing.Select(m => $"  missing:    {m}").Concat(Unexpected.Select(u => $"  unexpected: {u}")));
}
