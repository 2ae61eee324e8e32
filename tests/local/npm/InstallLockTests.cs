using CcsBridge.Local.Npm;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Local.Npm;

public sealed class InstallLockTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task The_second_waits_until_the_first_is_done_and_says_so_once()
    {
        var time = new FakeTimeProvider();
        var waits = 0;
        var first = await InstallLock.TakeAsync(_file, () => waits++, time, Cancel);

        var second = InstallLock.TakeAsync(_file, () => waits++, time, Cancel);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(second.IsCompleted);
        first.Dispose();
        while (!second.IsCompleted)
        {
            Cancel.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        using (await second)
            Assert.Equal(1, waits);
    }

    public void Dispose() => File.Delete(_file);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
