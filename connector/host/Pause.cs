namespace CcsBridge.Connector;

/// <summary>Waits that something may end early.</summary>
internal static class Pause
{
    /// <summary>Until the time is over, or <paramref name="sooner"/> is, or a stop is asked for; nothing of it is left running then.</summary>
    /// <param name="length">The time.</param>
    /// <param name="time">The clock.</param>
    /// <param name="sooner">Null: nothing ends it early.</param>
    /// <param name="stop">Ends it without an exception.</param>
    public static async Task ForAsync(TimeSpan length, TimeProvider time, Func<CancellationToken, Task>? sooner, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] awaited = sooner is null ? [DelayAsync(length, time, over.Token)] : [DelayAsync(length, time, over.Token), sooner(over.Token)];
        await Task.WhenAny(awaited);
        over.Cancel();
        try
        {
            await Task.WhenAll(awaited);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // What did not come first, or all of it at a stop.
        }
    }

    // Awaited here and not in WhenAny: what cancels a delay continues there on the thread pool, outside of any simulation.
    private static async Task DelayAsync(TimeSpan length, TimeProvider time, CancellationToken cancel) => await Task.Delay(length, time, cancel);
}
