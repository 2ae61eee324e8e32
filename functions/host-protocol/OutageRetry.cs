namespace CcsBridge.Functions.HostProtocol;

/// <summary>
/// Runs something again while storage or bus is away. Waits grow from 1 s to 30 s, each a random part of that (full jitter).
/// </summary>
internal sealed class OutageRetry(TimeProvider time, Random jitter, ILogger log)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Ends when <paramref name="body"/> succeeds, with an <see cref="OutageException"/> once the time is over (an attempt under way is
    /// cancelled then), or at once by <paramref name="cancel"/>. The body must be safe to repeat: what it sends has the same ids each time.
    /// </summary>
    public async Task RunAsync(TimeSpan atMost, Func<CancellationToken, Task> body, CancellationToken cancel)
    {
        using var over = new CancellationTokenSource(atMost, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancel);
        OutageException? last = null;
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                await body(both.Token);
                return;
            }
            catch (OutageException outage)
            {
                if (last is null)
                    log.Retrying(outage.Message);
                last = outage;
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                throw last ?? new OutageException($"no answer within {atMost.TotalSeconds} s");
            }

            await WaitAsync(jitter.NextDouble() * wait, both.Token);
            cancel.ThrowIfCancellationRequested();
            if (over.IsCancellationRequested)
                throw last;
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancel) =>
        await Task.Delay(wait, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
