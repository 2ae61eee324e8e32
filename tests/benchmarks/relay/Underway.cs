namespace CcsBridge.Benchmarks.Relays;

/// <summary>Work that nobody awaits one by one: the first that fails is what <see cref="Failed"/> ends with.</summary>
internal sealed class Underway
{
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Failed => _failed.Task;

    public void Add(Task work)
    {
        if (!work.IsCompletedSuccessfully)
            work.ContinueWith(
                failed => _failed.TrySetException(failed.Exception!.InnerExceptions),
                CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
}
