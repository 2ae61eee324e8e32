namespace CcsBridge.Local;

/// <summary>
/// What was seen, the newest of it, and those who wait for something: no polling, and no race with what happened just before one asks.
/// Positions count from 0; who takes the position before acting and waits from there misses nothing. Safe from several threads.
/// </summary>
/// <param name="most">So many are remembered.</param>
internal sealed class SeenLog<T>(int most)
    where T : notnull
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _newest = new();
    private readonly List<Waiter> _waiters = [];
    private long _next;

    private sealed record Waiter(Func<T, bool> Wanted, TaskCompletionSource<(long Position, T Seen)> Found);

    /// <summary>The position of the next one: how many there have been.</summary>
    public long Position
    {
        get
        {
            lock (_gate)
                return _next;
        }
    }

    /// <summary>Those still remembered, oldest first.</summary>
    public IReadOnlyList<T> Newest
    {
        get
        {
            lock (_gate)
                return [.. _newest];
        }
    }

    public void Add(T seen)
    {
        lock (_gate)
        {
            if (_newest.Count == most)
                _newest.Dequeue();
            _newest.Enqueue(seen);
            var position = _next++;
            foreach (var waiter in _waiters.Where(waiter => waiter.Wanted(seen)))
                waiter.Found.TrySetResult((position, seen));
        }
    }

    /// <summary>The first that matches at or behind a position, remembered or still to come.</summary>
    public async Task<T> FirstAsync(Func<T, bool> wanted, CancellationToken cancel, long from = 0) => (await FindAsync(wanted, cancel, from)).Seen;

    /// <summary>The same of one kind.</summary>
    public async Task<TKind> FirstAsync<TKind>(Func<TKind, bool> wanted, CancellationToken cancel, long from = 0)
        where TKind : T => (TKind)await FirstAsync(seen => seen is TKind kind && wanted(kind), cancel, from);

    /// <summary>The same, with its position.</summary>
    public async Task<(long Position, T Seen)> FindAsync(Func<T, bool> wanted, CancellationToken cancel, long from = 0)
    {
        var waiter = new Waiter(wanted, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            var position = _next - _newest.Count;
            foreach (var remembered in _newest)
            {
                if (position >= from && wanted(remembered))
                    return (position, remembered);
                position++;
            }

            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Found.Task.WaitAsync(cancel);
        }
        finally
        {
            lock (_gate)
                _waiters.Remove(waiter);
        }
    }
}
