using CcsBridge.Local.FunctionsRuntime;

namespace CcsBridge.Tests.Local.FunctionsRuntime;

public sealed class BackoffTests
{
    [Fact]
    public void Waits_double_to_the_longest_and_begin_anew_after_a_minute_of_life()
    {
        var backoff = new Backoff(first: TimeSpan.FromSeconds(1), longest: TimeSpan.FromSeconds(5));

        var waits = Enumerable.Range(0, 5).Select(_ => backoff.Next(TimeSpan.Zero).TotalSeconds).ToList();

        Assert.Equal([1, 2, 4, 5, 5], waits);
        Assert.Equal(1, backoff.Next(TimeSpan.FromMinutes(1)).TotalSeconds);
        Assert.Equal(2, backoff.Next(TimeSpan.Zero).TotalSeconds);
    }
}
