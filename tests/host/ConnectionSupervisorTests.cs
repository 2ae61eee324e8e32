using CcsBridge.Connector;
using CcsBridge.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace CcsBridge.Tests.Host;

/// <summary>The loop with a scripted session, on one thread and in virtual time.</summary>
public sealed class ConnectionSupervisorTests
{
    private static readonly SessionEnd Dropped = new SessionEnd.Dropped("lost"), Rejected = new SessionEnd.Rejected("no", "look"), Stopped = new SessionEnd.Stopped();

    private readonly VirtualTime _time = new();
    private readonly Queue<(TimeSpan Life, SessionEnd End)> _script = [];
    private readonly List<DateTimeOffset> _opened = [];
    private readonly ConnectionState _state = new("1234567890");
    private Action? _atTheLast;

    [Fact]
    public void After_a_long_life_the_next_session_is_opened_at_once()
    {
        Run((TimeSpan.FromMinutes(5), Dropped), (TimeSpan.Zero, Stopped));
        Assert.Equal(TimeSpan.Zero, Gap(1));
    }

    [Fact]
    public void Short_lives_wait_ever_longer_up_to_a_minute()
    {
        Run([.. Enumerable.Repeat((TimeSpan.FromSeconds(1), Dropped), 10), (TimeSpan.Zero, Stopped)]);
        for (var n = 1; n <= 10; n++)
            Assert.InRange(Gap(n).TotalSeconds, Math.Min(30, Math.Pow(2, n - 2)), Math.Min(60, Math.Pow(2, n - 1)));
    }

    [Fact]
    public void A_long_life_clears_the_debt()
    {
        Run(
            [.. Enumerable.Repeat((TimeSpan.Zero, Dropped), 8), (TimeSpan.FromMinutes(2), Dropped), (TimeSpan.Zero, Dropped), (TimeSpan.Zero, Stopped)]);
        Assert.InRange(Gap(10), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_refused_login_is_tried_again_slowly_and_said()
    {
        Run((TimeSpan.Zero, Rejected), (TimeSpan.Zero, Rejected), (TimeSpan.Zero, Stopped));
        Assert.InRange(Gap(1).TotalSeconds, 15, 30);
        Assert.InRange(Gap(2).TotalSeconds, 30, 60);
        Assert.Equal(("rejected", "no; look"), (_state.Word, _state.Detail));
    }

    [Fact]
    public void A_session_that_lost_its_place_after_a_long_life_does_not_fight_for_it_at_once()
    {
        Run((TimeSpan.FromHours(1), Rejected), (TimeSpan.Zero, Stopped));
        Assert.InRange(Gap(1).TotalSeconds, 15, 30);
    }

    [Fact]
    public void A_fault_of_ours_ends_the_session_and_not_the_loop()
    {
        Run((TimeSpan.Zero, new SessionEnd.Faulted(new InvalidOperationException())), (TimeSpan.Zero, Stopped));
        Assert.Equal(2, _opened.Count);
    }

    [Fact]
    public async Task A_stop_cuts_the_wait_short()
    {
        using var stop = new CancellationTokenSource();
        _script.Enqueue((TimeSpan.Zero, Rejected));
        var running = Supervisor().RunAsync(stop.Token);
        stop.Cancel();
        await running;
        Assert.Single(_opened);
    }

    [Fact]
    public void A_session_that_drains_is_followed_by_its_successor_before_it_ends()
    {
        var tail = Tail();
        Run((TimeSpan.FromMinutes(5), new SessionEnd.Draining(tail.Tail, AtOnce: false)), (TimeSpan.Zero, Stopped));
        Assert.Equal(TimeSpan.Zero, Gap(1));
    }

    [Theory]
    [InlineData(false, 0.5, 1)]
    [InlineData(true, 0, 0)]
    public void One_that_drains_young_counts_as_a_short_life_unless_it_was_ours_to_retire_it(bool atOnce, double least, double most)
    {
        var tail = Tail();
        Run((TimeSpan.Zero, new SessionEnd.Draining(tail.Tail, atOnce)), (TimeSpan.Zero, Stopped));
        Assert.InRange(Gap(1).TotalSeconds, least, most);
    }

    [Fact]
    public void A_fifth_tail_closes_the_oldest_and_a_stop_awaits_all()
    {
        var tails = Enumerable.Range(0, 5).Select(_ => Tail()).ToList();
        Run([.. tails.Select(tail => (TimeSpan.FromMinutes(5), (SessionEnd)new SessionEnd.Draining(tail.Tail, AtOnce: false))), (TimeSpan.Zero, Stopped)]);
        Assert.Equal([true, false, false, false, false], tails.Select(tail => tail.WasClosed()));
    }

    [Fact]
    public void Five_faults_in_ten_minutes_make_the_sender_faulted_until_it_is_bound_again()
    {
        var became = 0;
        _state.BecameFaulted += () => became++;
        Run([.. Enumerable.Repeat((TimeSpan.Zero, (SessionEnd)new SessionEnd.Faulted(new InvalidOperationException())), 5), (TimeSpan.Zero, Stopped)]);
        Assert.Equal((1, true), (became, _state.IsFaulted));
        _state.Bound("jid");
        Assert.False(_state.IsFaulted);
    }

    // A tail lives until the last session is opened.
    private (SessionTail Tail, Func<bool> WasClosed) Tail()
    {
        var (life, closed) = (new TaskCompletionSource<SessionEnd>(), false);
        _atTheLast += () => life.TrySetResult(Dropped);
        return (new SessionTail(life.Task, () => closed = true), () => closed);
    }

    private TimeSpan Gap(int session) => _opened[session] - _opened[session - 1] - _lives[session - 1];

    private readonly List<TimeSpan> _lives = [];

    private ConnectionSupervisor Supervisor() => new(OpenAsync, null, _state, _time, new Random(1), NullLogger.Instance);

    private void Run(params (TimeSpan Life, SessionEnd End)[] script)
    {
        foreach (var life in script)
            _script.Enqueue(life);
        var (outside, thread) = (SynchronizationContext.Current, new OneThread(seed: 1));
        SynchronizationContext.SetSynchronizationContext(thread);
        try
        {
            var running = Supervisor().RunAsync(CancellationToken.None);
            while (!running.IsCompleted)
                Assert.True(thread.RunOne() || _time.MoveOn(DateTimeOffset.MaxValue), "the loop waits for nothing");
            running.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }

    private Task<SessionEnd> OpenAsync(CancellationToken stop)
    {
        _opened.Add(_time.GetUtcNow());
        var (life, end) = _script.Dequeue();
        _lives.Add(life);
        _time.Advance(life);
        if (_script.Count == 0)
            _atTheLast?.Invoke();
        return Task.FromResult(end);
    }
}
