namespace CcsBridge.Tests.Delivery;

public sealed class ChaosTests
{
    private const int Messages = 60;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_message_ends_in_exactly_one_way_whatever_happens_around_it(int seed)
    {
        var chaos = new Chaos(seed);
        for (var number = 0; number < Messages; number++)
        {
            chaos.Put(number);
            for (var step = 0; step < 20; step++)
                chaos.Step();
        }

        chaos.Quiet = true;
        var steps = 0;
        while (!chaos.IsSettled && ++steps < 200_000)
            chaos.Step();

        Assert.True(chaos.IsSettled, $"seed {seed}: not settled");
        Assert.Empty(chaos.Faults.Concat(chaos.Queue.Faults));
        Assert.Equal(Messages, chaos.Told.Count);
        Assert.All(chaos.Told, told => Assert.Single(told.Value));
        Assert.All(chaos.PutBackOf, number => Assert.Equal(PlayedQueue.Decision.Completed, chaos.Queue.Ended[number]));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 100)];
}
