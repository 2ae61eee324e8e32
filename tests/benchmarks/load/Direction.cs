namespace CcsBridge.Benchmarks.Loads;

/// <summary>One of the two ways through the bridge: how messages get in, and where they are seen.</summary>
internal abstract class Direction(Stage stage)
{
    protected Stage Stage => stage;

    /// <summary>Makes many messages wait for the subject, as good as at once.</summary>
    public abstract Task LoadAsync(Subject subject, IReadOnlyList<string> ids, CancellationToken cancel);

    /// <summary>Sends one message; returns when its sender may forget it.</summary>
    public abstract Task SendAsync(Subject subject, string id, CancellationToken cancel);

    /// <summary>Tells of every message that is done with at the endpoint, in order, until <paramref name="isLast"/> says that it was the last.</summary>
    public abstract Task DoneAsync(Func<string, bool> isLast, CancellationToken cancel);

    /// <summary>Tells likewise of every message that is where it was sent to.</summary>
    public abstract Task ReachedAsync(Func<string, bool> isLast, CancellationToken cancel);
}
