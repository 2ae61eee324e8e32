using CcsBridge.Functions.HostProtocol;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Functions.HostProtocol;

public sealed class OutageRetryTests
{
    private readonly FakeTimeProvider _time = new(Events.Noon);
    private readonly List<DateTimeOffset> _tries = [];

    [Fact]
    public async Task Waits_grow_to_thirty_seconds_each_a_random_part()
    {
        // Chance at its top: the waits are the longest there can be.
        var run = Retry(new Always(0.999_999)).RunAsync(TimeSpan.FromMinutes(4), FailAsync, TestContext.Current.CancellationToken);
        await PushAsync(run);
        await Assert.ThrowsAsync<OutageException>(() => run);
        var waits = _tries.Zip(_tries.Skip(1), (before, after) => (int)Math.Ceiling((after - before).TotalSeconds));
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], waits.Take(7));
    }

    [Fact]
    public async Task An_attempt_under_way_is_cancelled_when_the_time_is_over()
    {
        var run = Retry(new Always(0)).RunAsync(
            TimeSpan.FromSeconds(10), token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token), TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(run.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("10 s", (await Assert.ThrowsAsync<OutageException>(() => run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_ends_it_at_once_and_as_such()
    {
        using var cancel = new CancellationTokenSource();
        var run = Retry(new Always(0.5)).RunAsync(TimeSpan.FromMinutes(4), FailAsync, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Single(_tries);
    }

    [Fact]
    public async Task What_is_no_outage_is_not_tried_again()
    {
        var run = Retry(new Always(0.5)).RunAsync(
            TimeSpan.FromMinutes(4), _ => throw new InvalidOperationException("a bug"), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => run);
    }

    private OutageRetry Retry(Random chance) => new(_time, chance, NullLogger.Instance);

    private Task FailAsync(CancellationToken cancel)
    {
        _tries.Add(_time.GetUtcNow());
        throw new OutageException("away");
    }

    private async Task PushAsync(Task run)
    {
        for (var step = 0; step < 100_000 && !run.IsCompleted; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }

    private sealed class Always(double chance) : Random
    {
        public override double NextDouble() => chance;
    }
}
