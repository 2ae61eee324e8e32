using Amqp;
using CcsBridge.ServiceBus;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.ServiceBus;

public sealed class HeldDeliveriesTests
{
    private const int Many = 1_000;

    [Fact]
    public void Locks_long_over_are_forgotten_but_not_one_that_was_renewed()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var held = new HeldDeliveries(time);
        var forgotten = 0;
        var tokens = Enumerable.Range(0, Many).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var token in tokens) Add(token);
        time.Advance(TimeSpan.FromMinutes(8));
        held.Renewed(tokens[0], time.GetUtcNow().AddMinutes(2));
        Add(Guid.NewGuid());

        Assert.Equal((Many - 1, 2), (forgotten, held.Count));
        Assert.True(held.Has(tokens[0]));

        void Add(Guid token)
        {
            var now = time.GetUtcNow();
            var message = new ReceivedMessage(BusUnderTest.Message("m-1"), token, 1, now, now.AddMinutes(2), 0);
            held.Add(message, MessageDelivery.None, _ => forgotten++);
        }
    }
}
