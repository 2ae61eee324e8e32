namespace CcsBridge.Connector.Sessions;

/// <summary>Makes the driver of a session on an open stream.</summary>
/// <param name="stream">To the endpoint.</param>
/// <param name="key">What it logs in with.</param>
/// <param name="bound">Told the JID once it is bound.</param>
internal delegate SessionDriver Drive(Stream stream, string key, Action<string> bound);

/// <summary>One session, from the dialing on.</summary>
internal sealed class OpenedSession
{
    private readonly TaskCompletionSource<string> _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SessionDriver? _driver;

    private OpenedSession(string key) => Key = key;

    /// <summary>What it logs in with.</summary>
    public string Key { get; }

    /// <summary>Ends when the session does, or begins its tail; to be awaited by whoever opened it.</summary>
    public Task<SessionEnd> Life { get; private set; } = null!;

    /// <summary>As what it is bound; null: it is not yet, or never was.</summary>
    public string? Jid => _bound.Task.IsCompletedSuccessfully ? _bound.Task.Result : null;

    public static OpenedSession Open(Dial dial, Drive drive, string key, CancellationToken stop)
    {
        var opened = new OpenedSession(key);
        opened.Life = opened.LiveAsync(dial, drive, stop);
        return opened;
    }

    /// <summary>Until it is bound, or over.</summary>
    public Task DecidedAsync() => Task.WhenAny(BoundAsync(), Life);

    /// <summary>A successor is there. Nothing happens to one that is not bound.</summary>
    public void Retire(string reason) => _driver?.Retire(reason);

    // Awaited here and not in WhenAny: there it would continue on the thread pool, outside of any simulation.
    private async Task BoundAsync() => await _bound.Task;

    private async Task<SessionEnd> LiveAsync(Dial dial, Drive drive, CancellationToken stop)
    {
        try
        {
            _driver = drive(await dial(stop), Key, jid => _bound.TrySetResult(jid));
        }
        catch (IOException e)
        {
            return new SessionEnd.Dropped(e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new SessionEnd.Stopped();
        }
        catch (Exception fault)
        {
            // A bug in dialing is this session's end, not the process's.
            return new SessionEnd.Faulted(fault);
        }

        return await _driver.RunAsync(stop);
    }
}
