using CcsBridge.Simulation;

namespace CcsBridge.Tests.Host;

/// <summary>The product's supervisor, drivers and cores between both engines, on one thread and in virtual time.</summary>
public sealed class SimulationTests
{
    private const int Messages = 20;
    private const int Faults = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void One_message_each_way_is_settled_to_its_end(int seed) => Assert.Empty(OneEachWay.Run(seed).Faults);

    [Fact]
    public void Twenty_fresh_seeds_of_faults_keep_every_promise()
    {
        var first = Random.Shared.Next(1_000_000_000);
        Assert.All(Enumerable.Range(first, 20), seed => Kept(FaultyRun.Run(seed, Messages, Faults), Messages, Faults));
    }

    [Theory]
    [InlineData(1089, 60, 40)]
    [InlineData(1238, 60, 40)]
    public void A_seed_that_once_failed_keeps_every_promise(int seed, int messages, int faults) =>
        Kept(FaultyRun.Run(seed, messages, faults), messages, faults);

    [Fact]
    public void The_same_seed_gives_the_same_trace() =>
        Assert.Equal(FaultyRun.Run(7, Messages, Faults).Trace, FaultyRun.Run(7, Messages, Faults).Trace);

    private static void Kept(RunResult result, int messages, int faults) =>
        Assert.True(
            result.Violations.Count == 0,
            $"seed {result.Seed} --messages {messages} --faults {faults}: {string.Join("; ", result.Violations)}");
}
