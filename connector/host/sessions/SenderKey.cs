namespace CcsBridge.Connector.Sessions;

/// <summary>A sender's key, and the file that it is read from, if there is one: looked at every few seconds, a new key counts once it was seen twice.</summary>
/// <param name="sender">For logs.</param>
/// <param name="first">As it was read at the start.</param>
/// <param name="file">Null: the key is a setting and stays.</param>
/// <param name="time">The clock.</param>
/// <param name="log">For what the file says; never the key.</param>
internal sealed class SenderKey(string sender, string first, string? file, TimeProvider time, ILogger log)
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly Lock _changing = new();
    private string _current = first;
    private string? _seenOnce;
    private string? _trouble;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool MayChange => file is not null;

    /// <summary>What the next session logs in with.</summary>
    public string Current
    {
        get
        {
            lock (_changing)
                return _current;
        }
    }

    /// <summary>Until the key is another than this one.</summary>
    public async Task ChangedFromAsync(string used, CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            lock (_changing)
            {
                if (_current != used)
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancel);
        }
    }

    /// <summary>Watches the file, if there is one, until <paramref name="stop"/>.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        if (file is null)
            return;
        using var looks = new PeriodicTimer(Every, time);
        try
        {
            while (await looks.WaitForNextTickAsync(stop))
                Look();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to.
        }
    }

    /// <summary>One look at the file.</summary>
    public void Look()
    {
        if (file is not { } path)
            return;
        if (!KeyText.TryRead(path, out var found, out var fault))
        {
            _seenOnce = null;
            if (fault != _trouble)
                Log.KeyFileUnusable(log, sender, path, fault);
            _trouble = fault;
            return;
        }

        _trouble = null;
        // Twice the same: whoever writes a file does not always do it in one go.
        var isWhole = found == _seenOnce;
        _seenOnce = found;
        if (!isWhole || found == Current)
            return;
        Log.KeyChanged(log, sender, path);
        Change(found);
    }

    private void Change(string key)
    {
        TaskCompletionSource changed;
        lock (_changing)
        {
            _current = key;
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }
}
