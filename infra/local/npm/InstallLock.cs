using CcsBridge.Local.Processes;

namespace CcsBridge.Local.Npm;

/// <summary>Keeps two runs from installing into one folder at the same time. The lock ends with the process that holds it.</summary>
internal static class InstallLock
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for the lock; <paramref name="onWaiting"/> is called once if another run holds it.</summary>
    public static async Task<IDisposable> TakeAsync(string file, Action onWaiting, TimeProvider time, CancellationToken cancel)
    {
        for (var waits = false; ; waits = true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
            {
                if (!waits)
                    onWaiting();
            }
            catch (UnauthorizedAccessException e)
            {
                throw new CannotStartException(
                    $"{Path.GetDirectoryName(file)} cannot be written to, and npm installs there: {e.Message}", e);
            }

            // A file lock gives no signal when it is let go.
            await Task.Delay(LookAgain, time, cancel);
        }
    }
}
