using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.Bridges;

/// <summary>A bus that is wrong about one thing: what became of a send of which nobody knows.</summary>
internal sealed class MistakenBus(IBus bus, SendOutcome instead) : IBus
{
    public async Task<SendOutcome> SendAsync(string entity, BusMessage message, CancellationToken cancel) =>
        await bus.SendAsync(entity, message, cancel) is var outcome and not SendOutcome.Unknown ? outcome : instead;

    public IBusReceiver OpenReceiver(string queue) => bus.OpenReceiver(queue);

    public ValueTask DisposeAsync() => bus.DisposeAsync();
}
