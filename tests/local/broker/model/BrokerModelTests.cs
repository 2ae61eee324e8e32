using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace CcsBridge.Tests.Local.Broker.Model;

public sealed class BrokerModelTests
{
    [Property(MaxTest = 200)]
    public Property The_engine_does_what_the_rules_say() => Prop.ForAll(Scripts.Any, script =>
    {
        var queue = new EngineQueue();
        foreach (var step in script.Steps())
        {
            Assert.Equal(step.Sees, queue.On(step));
            Assert.Equal(step.NextDue, queue.NextDue);
        }
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Over_AMQP_the_broker_does_what_the_rules_say(int seed)
    {
        await using var queue = await AmqpQueue.StartAsync();
        foreach (var step in Scripts.Of(seed).Steps())
            Assert.Equal(step.Sees, await queue.OnAsync(step));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];
}
