namespace CcsBridge.Delivery;

/// <summary>A delay that doubles from <paramref name="First"/> to <paramref name="Longest"/>, with jitter in its upper half: never under half of itself.</summary>
public sealed record DoublingDelay(TimeSpan First, TimeSpan Longest)
{
    /// <param name="attempt">1 for the first delay.</param>
    /// <param name="chance">Where the jitter comes from.</param>
    public TimeSpan For(int attempt, Random chance)
    {
        var doublings = Math.Clamp(attempt - 1, 0, 40);
        var full = Math.Min(First.TotalMilliseconds * Math.Pow(2, doublings), Longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + chance.NextDouble() / 2));
    }
}
