using CcsBridge.Simulation;

namespace CcsBridge.Tests.Host;

/// <summary>The product's supervisor, drivers and cores between both engines, on one thread and in virtual time.</summary>
public sealed class SimulationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void One_message_each_way_is_settled_to_its_end(int seed) => Assert.Empty(OneEachWay.Run(seed).Faults);

    [Fact]
    public void The_same_seed_gives_the_same_trace() => Assert.Equal(OneEachWay.Run(7).Trace, OneEachWay.Run(7).Trace);
}
