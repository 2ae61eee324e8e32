namespace CcsBridge.Simulation;

/// <summary>
/// One thread for everything: continuations that are ready wait in a list, and a seed picks the next. Whoever continues on another
/// thread has left the simulation, and that is a fault.
/// </summary>
internal sealed class OneThread(int seed) : SynchronizationContext
{
    private readonly Random _pick = new(seed);
    private readonly List<(SendOrPostCallback Continue, object? State, SynchronizationContext On)> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile string? _strayed;

    /// <summary>Continuations run so far.</summary>
    public long Steps { get; private set; }

    public override void Post(SendOrPostCallback d, object? state) => Post(d, state, this);

    /// <summary>To be continued on a context that shares this thread: a process that can be killed.</summary>
    public void Post(SendOrPostCallback d, object? state, SynchronizationContext on)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            _ready.Add((d, state, on));
        else
            _strayed = $"a continuation came from outside of the simulation: {Environment.StackTrace}";
    }

    public void Post(Action step) => Post(_ => step(), null);

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("nothing in the simulation may block");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs one continuation that is ready; false if there is none.</summary>
    /// <exception cref="InvalidOperationException">Something continued on another thread.</exception>
    public bool RunOne()
    {
        if (_strayed is not null)
            throw new InvalidOperationException(_strayed);
        if (_ready.Count == 0)
            return false;
        var index = _pick.Next(_ready.Count);
        var (next, state, on) = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Steps++;
        if (on is ProcessLife { IsOver: true })
            return true;
        if (on is ProcessLife { IsPaused: true } paused)
        {
            paused.Keep(next, state);
            return true;
        }

        SetSynchronizationContext(on);
        next(state);
        // Timers ring outside of any process: what they complete must be posted, not run in place.
        SetSynchronizationContext(this);
        return true;
    }
}
