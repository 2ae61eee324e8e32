using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

public sealed class BackoffTests
{
    [Fact]
    public void It_doubles_from_one_second_to_thirty_with_jitter_in_the_upper_half()
    {
        var backoff = new Backoff(new Random(1));

        double[] ceilings = [1, 2, 4, 8, 16, 30, 30];
        foreach (var ceiling in ceilings) Assert.InRange(backoff.Next(TimeSpan.Zero).TotalSeconds, ceiling / 2, ceiling);
    }

    [Fact]
    public void Only_a_long_life_clears_the_debt()
    {
        var backoff = new Backoff(new Random(1));
        for (var i = 0; i < 5; i++) backoff.Next(TimeSpan.Zero);

        Assert.InRange(backoff.Next(TimeSpan.FromSeconds(30)).TotalSeconds, 15, 30);
        Assert.InRange(backoff.Next(TimeSpan.FromSeconds(31)).TotalSeconds, 0.5, 1);
    }
}
