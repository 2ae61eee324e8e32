namespace CcsBridge.Simulation;

/// <summary>What one process awaits. When the process is killed, nothing of it ever continues: no catch, no finally, no last word.</summary>
internal sealed class ProcessLife(OneThread thread) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Continue, object? State)> _kept = [];

    public bool IsOver { get; private set; }

    /// <summary>It stands still, and the clock runs on.</summary>
    public bool IsPaused { get; private set; }

    public void End() => IsOver = true;

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        foreach (var (next, state) in _kept)
            Post(next, state);
        _kept.Clear();
    }

    /// <summary>To be continued after the pause.</summary>
    public void Keep(SendOrPostCallback next, object? state) => _kept.Add((next, state));

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsOver)
            thread.Post(d, state, this);
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("nothing in the simulation may block");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Starts something as this process.</summary>
    public Task Start(Func<Task> work)
    {
        SetSynchronizationContext(this);
        try
        {
            return work();
        }
        finally
        {
            SetSynchronizationContext(thread);
        }
    }
}
