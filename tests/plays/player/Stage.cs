namespace CcsBridge.Tests.Plays;

/// <summary>Where a play is performed: how its cues reach the bridge, and what the bridge did.</summary>
internal abstract class Stage : IAsyncDisposable
{
    public static readonly DateTimeOffset Opening = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public abstract BusScript Bus { get; }

    /// <summary>The endpoint takes the bridge's next connection.</summary>
    public abstract Task OpenAsync(int session);

    public abstract Task SayAsync(int session, ReadOnlyMemory<byte> bytes);

    public abstract Task CutAsync(int session);

    public abstract void Pass(TimeSpan time);

    public abstract void Stop();

    /// <summary>Waits until everything that was said has been taken, and everything that follows from it has arrived.</summary>
    public abstract Task QuietAsync();

    /// <summary>Waits until something has changed since <see cref="QuietAsync"/>; false: nothing ever will.</summary>
    public abstract Task<bool> ChangedAsync();

    /// <summary>What the bridge did on its wires since <see cref="ForgetWires"/>.</summary>
    public abstract IReadOnlyList<Happened> OnTheWires();

    public abstract void ForgetWires();

    public abstract ValueTask DisposeAsync();
}
