using CcsBridge.Simulation;

namespace CcsBridge.Tests.Host;

/// <summary>The product's supervisor, drivers and cores between both engines, on one thread and in virtual time.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Messages = 200;
    private const int Faults = 30;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void One_message_each_way_is_settled_to_its_end(int seed) => Assert.Empty(OneEachWay.Run(seed).Faults);

    [Fact]
    public void A_hundred_fresh_seeds_of_faults_keep_every_promise()
    {
        var first = Random.Shared.Next(1_000_000_000);
        output.WriteLine($"--seed {first} --seeds 100 --messages {Messages} --faults {Faults}");
        for (var seed = first; seed < first + 100; seed++)
            Kept(Schedule.Of(seed, Messages, Faults), Messages, Faults);
    }

    [Theory]
    [InlineData(22, 200, 20, 1)]
    [InlineData(37, 200, 20, 1)]
    [InlineData(49, 200, 20, 1)]
    [InlineData(200757, 5000, 50, 1)]
    [InlineData(360271105, 200, 30, null)]
    public void A_seed_that_once_failed_keeps_every_promise(int seed, int messages, int faults, int? connections)
    {
        var schedule = Schedule.Of(seed, messages, faults);
        Kept(schedule with { Connections = connections ?? schedule.Connections }, messages, faults);
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace() => Assert.Equal(Trace(7), Trace(7));

    private static IEnumerable<string> Trace(int seed) =>
        FaultyRun.Run(Schedule.Of(seed, Messages, Faults), trace: true).Trace.Select(seen => seen.ToString());

    private static void Kept(Schedule schedule, int messages, int faults)
    {
        var violations = FaultyRun.Run(schedule).Violations;
        Assert.True(violations.Count == 0, $"--seed {schedule.Seed} --messages {messages} --faults {faults}: {string.Join("; ", violations)}");
    }
}
