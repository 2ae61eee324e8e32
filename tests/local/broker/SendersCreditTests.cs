using Amqp;
using CcsBridge.Local.Broker;

namespace CcsBridge.Tests.Local.Broker;

/// <summary>
/// Credit that is withheld. A send to another queue, on the same connection, shows that what came before it has been read.
/// </summary>
public sealed class SendersCreditTests
{
    [Fact]
    public async Task A_sender_that_attaches_while_credit_is_withheld_waits_for_it()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var others = await peer.SenderAsync("broadcasts");
        peer.Broker.WithholdCredit("Messages");
        var sender = await peer.SenderAsync("messages");
        await peer.Broker.Happenings.FirstAsync<Happening.CreditWithheld>(withheld => withheld.Entity == "messages", AmqpPeer.Cancel);
        await WaitsAsync(peer, sender, others);
    }

    [Fact]
    public async Task A_sender_that_is_there_loses_its_credit_and_gets_it_again()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var others = await peer.SenderAsync("broadcasts");
        var sender = await peer.SenderAsync("messages");
        await AmqpPeer.SendAsync(sender, "before");
        (await AmqpPeer.ReceiveAsync(await peer.ReceiverAsync("messages"))).Dispose();
        peer.Broker.WithholdCredit("messages");
        await AmqpPeer.SendAsync(others, "read");
        await WaitsAsync(peer, sender, others);
    }

    private static async Task WaitsAsync(AmqpPeer peer, SenderLink sender, SenderLink others)
    {
        var sent = AmqpPeer.SendAsync(sender, "m");
        await AmqpPeer.SendAsync(others, "after");
        Assert.False(sent.IsCompleted);
        Assert.Equal(0, peer.Broker.Count("messages")!.Available);

        peer.Broker.GiveCredit("messages");
        await sent;
        Assert.Equal(1, peer.Broker.Count("messages")!.Available);
    }
}
