using CcsBridge.Ccs;
using CcsBridge.Delivery;

namespace CcsBridge.Tests.Delivery.Sequences;

/// <summary>
/// The shortest sequences that broke an earlier text of the delivery rules, three of them here: somebody takes no more, or slowly. The bounds are
/// those that the rules held in a model of them.
/// </summary>
public sealed class LoadSequencesTests
{
    private readonly Random _chance = new(7);

    [Fact]
    public void V2_What_every_session_refuses_because_it_drains_is_sent_nine_times_at_most_told_and_dead_lettered()
    {
        var outside = new Outside(window: 16, connections: 1, seed: 1);
        outside.Endpoint = send => send.MessageId == "m" ? Fate.Refused(NackCode.ConnectionDraining) : Fate.Accepted(0.1);
        outside.Put("m");
        outside.Put("another");
        outside.Start();

        Assert.True(outside.PlayUntil(() => outside.IsSettled, TimeSpan.FromHours(3)), $"not settled after {outside.Account.SendsOf("m")} sends");
        Assert.InRange(outside.Account.SendsOf("m"), 2, 9);
        Assert.Equal(Policy.RetriesExhausted, outside.Account.DeadLettered["m"]);
        Assert.Equal(["rejected"], outside.Account.Told["m"]);
        Assert.Equal(["accepted"], outside.Account.Told["another"]);
        Assert.Empty(outside.Account.Faults.Concat(outside.Queue.Faults));
    }

    [Fact]
    public void V6_While_the_topic_refuses_no_more_than_twice_the_windows_are_held_and_each_is_sent_once()
    {
        const int Messages = 300;
        const int MostHeld = 2 * 20 * 2;
        var outside = new Outside(window: 20, connections: 2, seed: 1);
        outside.Topic = () => (TimeSpan.FromSeconds(0.5), outside.Passed < TimeSpan.FromMinutes(15) ? new BusAnswer.NotConfirmed("busy") : new BusAnswer.Confirmed());
        for (var number = 0; number < Messages; number++)
            outside.Put($"m-{number}");
        outside.Start();

        Assert.True(outside.PlayUntil(() => outside.IsSettled || outside.Account.MostHeld > MostHeld, TimeSpan.FromHours(1)), "not settled");
        Assert.Equal(MostHeld, outside.Account.MostHeld);
        Assert.Equal(1, outside.Account.MostSendsBut(""));
        Assert.Equal(Messages, outside.Account.Told.Count);
        Assert.Empty(outside.Account.Faults.Concat(outside.Queue.Faults));
    }

    [Fact]
    public void V6_A_topic_that_is_slow_with_upstream_delays_nothing_downstream()
    {
        var outside = new Outside(window: 100, connections: 1, seed: 1);
        var put = new Dictionary<string, DateTimeOffset>();
        var slowest = TimeSpan.Zero;
        var sent = 0;
        outside.Topic = () => (TimeSpan.FromSeconds(3 + 17 * _chance.NextDouble()), new BusAnswer.Confirmed());
        outside.Endpoint = send =>
        {
            var waited = outside.Now - put[send.MessageId];
            slowest = waited > slowest ? waited : slowest;
            sent++;
            return Fate.Accepted(0.1);
        };
        outside.Start();
        outside.After(TimeSpan.FromSeconds(1), () => EachSecond(1));

        Assert.False(outside.PlayUntil(() => false, TimeSpan.FromMinutes(20)));
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(sent, 1190, 1200);

        void EachSecond(int number)
        {
            outside.On(new DeliveryInput.FromDevice(
                new SessionId(1), new Upstream.Message("T", $"u-{number}", "com.example.app", null, new Dictionary<string, string>())));
            put[$"m-{number}"] = outside.Now;
            outside.Put($"m-{number}");
            outside.After(TimeSpan.FromSeconds(1), () => EachSecond(number + 1));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void V7_A_device_that_takes_one_message_in_a_while_gets_all_of_three_hundred_with_few_put_backs(int seconds)
    {
        const int Messages = 300;
        var outside = new Outside(window: 16, connections: 1, seed: 1);
        var takesAgain = outside.Now;
        outside.Endpoint = _ =>
        {
            if (outside.Now < takesAgain)
                return Fate.Refused("DEVICE_MESSAGE_RATE_EXCEEDED");
            takesAgain = outside.Now + TimeSpan.FromSeconds(seconds);
            return Fate.Accepted(0.1);
        };
        for (var number = 0; number < Messages; number++)
            outside.Put($"m-{number}");
        outside.Start();

        Assert.True(outside.PlayUntil(() => outside.IsSettled, TimeSpan.FromHours(6)), "not settled");
        Assert.Empty(outside.Account.DeadLettered);
        Assert.Equal(Messages, outside.Account.Told.Count);
        Assert.InRange(outside.Account.PutBacks, Messages / 2, 3 * Messages);
        Assert.Empty(outside.Account.Faults.Concat(outside.Queue.Faults));
    }
}
