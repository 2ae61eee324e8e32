using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace CcsBridge.Tests.Local.Broker.Model;

public sealed class BrokerModelTests
{
    // A failure prints its seed: Replay = "..." runs it again.
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

    [Fact]
    public void The_scripts_of_the_seeds_reach_what_the_rules_are_about()
    {
        var steps = Seeds.SelectMany(seed => Scripts.Of(seed.Data).Steps()).ToList();
        var seen = steps.SelectMany(step => step.Sees).ToList();
        var given = seen.OfType<Seen.Given>().ToList();
        Assert.Equal(
            [null, "MaxDeliveryCountExceeded", "TTLExpiredException", QueueRules.Reason],
            given.Select(g => g.Reason).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(given, g => g is { From: Place.Queue, DeliveryCount: QueueRules.MaxDeliveryCount - 1 });
        Assert.Contains(given, g => g is { From: Place.DeadLetters, DeliveryCount: > QueueRules.MaxDeliveryCount });
        Assert.Contains(steps, step => step.Does is Command.PassToNextDue && step.Sees.OfType<Seen.Given>().Any());
        Assert.Contains(steps, step => step.Does is Command.EndHold && step.Sees.OfType<Seen.Confirmed>().Count() > 2);
        foreach (var how in Enum.GetValues<Ending>())
        {
            var answers = steps.Where(step => step.Does is Command.Settle settle && settle.How == how).SelectMany(step => step.Sees).ToList();
            Assert.Contains(new Seen.Settled(), answers);
            Assert.Contains(new Seen.NotSettled(), answers);
        }
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];
}
