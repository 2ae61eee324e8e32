namespace CcsBridge.Local.Broker;

/// <summary>
/// What happened in the broker, in order, to be awaited: no polling, and no race with what happened just before one asks.
/// Keeps the last 50,000. Thread-safe.
/// </summary>
internal sealed class Happenings
{
    private const int Kept = 50_000;

    private readonly Lock _lock = new();
    private readonly Queue<Happening> _log = new();
    private readonly List<Watch> _watches = [];
    private long _count;

    /// <summary>How many there have been; pass it as <c>since</c> to look only at what comes after now.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>Those still kept, oldest first.</summary>
    public IReadOnlyList<Happening> Log
    {
        get
        {
            lock (_lock)
                return [.. _log];
        }
    }

    /// <summary>The first of its kind that matches, out of those kept from <paramref name="since"/> on, or else the next to come.</summary>
    public async Task<T> FirstAsync<T>(Func<T, bool> matches, CancellationToken cancel, long since = 0)
        where T : Happening
    {
        var watch = new Watch(happening => happening is T wanted && matches(wanted));
        lock (_lock)
        {
            var skip = (int)Math.Clamp(since - (_count - _log.Count), 0, _log.Count);
            if (_log.Skip(skip).FirstOrDefault(watch.Matches) is T already)
                return already;
            _watches.Add(watch);
        }

        try
        {
            return (T)await watch.Seen.Task.WaitAsync(cancel);
        }
        finally
        {
            lock (_lock)
                _watches.Remove(watch);
        }
    }

    /// <summary>The first of its kind for this message at this entity.</summary>
    public Task<T> FirstAsync<T>(string entity, string messageId, CancellationToken cancel, long since = 0)
        where T : Happening =>
        FirstAsync<T>(h => h.MessageId == messageId && string.Equals(h.Entity, entity, StringComparison.OrdinalIgnoreCase), cancel, since);

    public void Add(Happening happening)
    {
        lock (_lock)
        {
            _count++;
            _log.Enqueue(happening);
            if (_log.Count > Kept)
                _log.Dequeue();
            foreach (var watch in _watches)
                if (watch.Matches(happening))
                    watch.Seen.TrySetResult(happening);
        }
    }

    private sealed record Watch(Func<Happening, bool> Matches)
    {
        public TaskCompletionSource<Happening> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
