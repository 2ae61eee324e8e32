namespace CcsBridge.Connector;

/// <summary>Opens a session and lives it to its end. The only thing the supervisor knows of a device network.</summary>
internal delegate Task<SessionEnd> OpenSession(CancellationToken stop);

/// <summary>Keeps one session of a connection alive: open, live, see how it ended, decide, wait. It never gives up.</summary>
/// <param name="open">Opens a session.</param>
/// <param name="sooner">Ends when a refusal says nothing any more, and is worth another try; null: never.</param>
/// <param name="state">What is told of it.</param>
/// <param name="time">The clock.</param>
/// <param name="chance">For jitter.</param>
/// <param name="log">For people.</param>
internal sealed class ConnectionSupervisor(
    OpenSession open, Func<CancellationToken, Task>? sooner, ConnectionState state, TimeProvider time, Random chance, ILogger log)
{
    private readonly Backoff _afterDrop = Backoff.AfterDrop(chance);
    private readonly Backoff _afterRejection = Backoff.AfterRejection(chance);
    private readonly SessionTails _tails = new();

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var opened = time.GetTimestamp();
            var end = await open(stop);
            var lived = time.GetElapsedTime(opened);
            _afterDrop.Lived(lived);
            _afterRejection.Lived(lived);
            switch (end)
            {
                case SessionEnd.Stopped:
                    await _tails.EndAsync();
                    return;
                case SessionEnd.Draining draining:
                    _tails.Add(draining.Tail);
                    await WaitAsync(draining, draining.AtOnce ? TimeSpan.Zero : _afterDrop.Next(lived), stop);
                    break;
                case SessionEnd.Dropped dropped:
                    await WaitAsync(dropped, _afterDrop.Next(lived), stop);
                    break;
                case SessionEnd.Rejected rejected:
                    await WaitAsync(rejected, _afterRejection.Next(lived), stop, sooner);
                    break;
                case SessionEnd.Faulted faulted:
                    await WaitAsync(faulted, _afterDrop.Next(lived), stop);
                    break;
                default:
                    throw new InvalidOperationException($"no rule for {end.GetType().Name}");
            }
        }

        await _tails.EndAsync();
    }

    private async Task WaitAsync(SessionEnd end, TimeSpan delay, CancellationToken stop, Func<CancellationToken, Task>? orUntil = null)
    {
        state.Ended(end, time.GetUtcNow());
        Log.SessionEnded(log, state.Name, end, delay);
        // A stop ends the loop by its condition.
        await Pause.ForAsync(delay, time, orUntil, stop);
    }
}
