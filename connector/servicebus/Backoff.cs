namespace CcsBridge.ServiceBus;

/// <summary>How long to wait before the next try: 1 s doubling to 30 s, jitter in the upper half.</summary>
internal sealed class Backoff(Random jitter)
{
    public static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private TimeSpan _next = FirstRetry;

    /// <param name="lived">How long the last try held; only a life longer than the longest wait clears the debt.</param>
    public TimeSpan Next(TimeSpan lived)
    {
        if (lived > LongestRetry) _next = FirstRetry;
        var wait = _next * (0.5 + 0.5 * jitter.NextDouble());
        _next = _next * 2 < LongestRetry ? _next * 2 : LongestRetry;
        return wait;
    }
}
