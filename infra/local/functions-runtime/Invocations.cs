namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>The calls that are over, the last 1,000 of them, to be looked up or waited for. Safe from several threads.</summary>
internal sealed class Invocations
{
    private const int Kept = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<Invocation> _over = new();
    private readonly List<(Func<Invocation, bool> Match, TaskCompletionSource<Invocation> Found)> _waiting = [];

    /// <summary>The first call that matches: one that is over already, or the next.</summary>
    public async Task<Invocation> FirstAsync(Func<Invocation, bool> match, CancellationToken cancel)
    {
        var found = new TaskCompletionSource<Invocation>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_over.FirstOrDefault(match) is { } over)
                return over;
            _waiting.Add((match, found));
        }

        try
        {
            return await found.Task.WaitAsync(cancel);
        }
        finally
        {
            lock (_lock)
                _waiting.RemoveAll(waiting => waiting.Found == found);
        }
    }

    public void Add(Invocation invocation)
    {
        lock (_lock)
        {
            if (_over.Count == Kept)
                _over.Dequeue();
            _over.Enqueue(invocation);
            foreach (var (match, found) in _waiting)
                if (match(invocation))
                    found.TrySetResult(invocation);
        }
    }
}
