using CcsBridge.Ccs;
using CcsBridge.Connector.Deliveries;
using CcsBridge.Delivery;

namespace CcsBridge.Connector.Sessions;

/// <summary>Opens a stream to the endpoint.</summary>
/// <exception cref="IOException">It could not be opened, with a sentence.</exception>
internal delegate Task<Stream> Dial(CancellationToken cancel);

/// <summary>
/// One connection of a sender: dials, and lives the session that comes of it. A new key opens the successor first and retires the
/// session only when that one is bound: so a wrong key costs nothing while the old one is let in.
/// </summary>
internal sealed class CcsConnection(
    Dial dial, CcsSettings settings, SenderKey key, Func<SessionId> nextId, Cores cores, DeliveryDriver delivery, ConnectionState state,
    TimeProvider time, Random chance, ILogger log)
{
    private OpenedSession? _ahead;
    private string _lastKey = "";

    public async Task<SessionEnd> LiveAsync(CancellationToken stop)
    {
        var session = _ahead ?? Open(stop);
        _ahead = null;
        if (session.Jid is { } jid)
            state.Bound(jid);
        if (key.MayChange)
            await ReplaceIfOutdatedAsync(session, stop);
        return await session.Life;
    }

    /// <summary>Until the key is another than the last session's: then a refusal says nothing any more.</summary>
    public Task KeyChangedAsync(CancellationToken cancel) => key.ChangedFromAsync(_lastKey, cancel);

    /// <summary>Nothing of it is left when this has ended; the sessions were asked to stop.</summary>
    public async Task EndAsync()
    {
        if (_ahead is { } ahead && await ahead.Life is SessionEnd.Draining draining)
            await draining.Tail.Life;
    }

    private OpenedSession Open(CancellationToken stop)
    {
        _lastKey = key.Current;
        return OpenedSession.Open(dial, Drive, _lastKey, stop);
    }

    private SessionDriver Drive(Stream stream, string login, Action<string> bound)
    {
        var id = nextId();
        var core = new CcsSession(settings with { ApiKey = login });
        return new SessionDriver(id, core, cores.Session(core, id), stream, delivery, state, bound, time, log);
    }

    // Returns when the session is over or retired. What is then ahead is lived next.
    private async Task ReplaceIfOutdatedAsync(OpenedSession session, CancellationToken stop)
    {
        var backoff = Backoff.AfterRejection(chance);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await session.DecidedAsync();
        while (await ComesFirstAsync(key.ChangedFromAsync(session.Key, over.Token), session.Life, over))
        {
            _ahead = Open(stop);
            await Task.WhenAny(_ahead.DecidedAsync(), session.Life);
            if (session.Life.IsCompleted)
                return;
            if (_ahead.Jid is not null)
            {
                session.Retire("its key was replaced, and its successor is bound with the new one");
                return;
            }

            var (end, wait) = (await _ahead.Life, backoff.Next(TimeSpan.Zero));
            _ahead = null;
            state.NewKeyFailed(end);
            Log.NewKeyFailed(log, state.Name, wait.TotalSeconds, state.Detail);
            if (!await ComesFirstAsync(Pause.ForAsync(wait, time, KeyChangedAsync, over.Token), session.Life, over))
                return;
            state.Bound(session.Jid ?? "");
        }
    }

    // False: the life ended first, or a stop was asked for; then nothing else is awaited any more.
    private static async Task<bool> ComesFirstAsync(Task awaited, Task life, CancellationTokenSource over)
    {
        if (await Task.WhenAny(awaited, life) == awaited && !over.IsCancellationRequested)
            return true;
        over.Cancel();
        try
        {
            await awaited;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // As asked.
        }

        return false;
    }
}
