using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs;

/// <summary>
/// What happened, the 10,000 newest, and those who wait for something. Positions count from 0; who takes the position before acting and
/// waits from there misses nothing.
/// </summary>
internal sealed class HappeningLog
{
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<(long Position, Happening Happening)> _newest = new();
    private readonly List<Waiter> _waiters = [];
    private long _next;

    private sealed record Waiter(Func<Happening, bool> Wanted, TaskCompletionSource<(long Position, Happening Happening)> Found);

    /// <summary>The position of the next happening.</summary>
    public long Position
    {
        get
        {
            lock (_gate)
                return _next;
        }
    }

    /// <summary>Those still remembered, oldest first.</summary>
    public IReadOnlyList<Happening> Newest
    {
        get
        {
            lock (_gate)
                return [.. _newest.Select(remembered => remembered.Happening)];
        }
    }

    public void Add(Happening happening)
    {
        lock (_gate)
        {
            if (_newest.Count == Most)
                _newest.Dequeue();
            var position = _next++;
            _newest.Enqueue((position, happening));
            foreach (var waiter in _waiters.Where(w => w.Wanted(happening)))
                waiter.Found.TrySetResult((position, happening));
        }
    }

    /// <summary>The first happening of this kind at or behind a position, remembered or still to come.</summary>
    public async Task<T> WhenAsync<T>(Func<T, bool> match, long from, CancellationToken cancellation)
        where T : Happening => (T)(await FindAsync(h => h is T t && match(t), from, cancellation)).Happening;

    /// <summary>The same of any kind, with its position.</summary>
    public async Task<(long Position, Happening Happening)> FindAsync(
        Func<Happening, bool> match, long from, CancellationToken cancellation)
    {
        var waiter = new Waiter(match, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            foreach (var remembered in _newest)
            {
                if (remembered.Position >= from && match(remembered.Happening))
                    return remembered;
            }

            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Found.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (_gate)
                _waiters.Remove(waiter);
        }
    }
}
