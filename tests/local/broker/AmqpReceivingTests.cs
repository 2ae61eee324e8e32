using Amqp;
using Amqp.Framing;
using Amqp.Types;
using CcsBridge.Local.Broker;

namespace CcsBridge.Tests.Local.Broker;

public sealed class AmqpReceivingTests
{
    [Fact]
    public async Task A_completed_message_is_settled_at_the_broker()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("messages"), "m");
        var receiver = await peer.ReceiverAsync("messages");
        receiver.Accept(await AmqpPeer.ReceiveAsync(receiver));
        var settled = await peer.Broker.Happenings.FirstAsync<Happening.Settled>("messages", "m", AmqpPeer.Cancel);
        Assert.IsType<Settlement.Complete>(settled.How);
        Assert.Equal(new EntityCounts(0, 0, 0), peer.Broker.Count("messages"));
    }

    [Fact]
    public async Task A_lock_ends_when_the_clock_is_pushed_past_it()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("messages"), "m");
        var receiver = await peer.ReceiverAsync("messages");
        var first = await AmqpPeer.ReceiveAsync(receiver);
        peer.Clock.Push(TimeSpan.FromMinutes(1));
        var second = await AmqpPeer.ReceiveAsync(receiver);
        Assert.Equal((0u, 1u), (first.Header.DeliveryCount, second.Header.DeliveryCount));
        var number = new Symbol("x-opt-sequence-number");
        Assert.Equal(first.MessageAnnotations[number], second.MessageAnnotations[number]);
        Assert.NotEqual(first.DeliveryTag, second.DeliveryTag);
    }

    [Fact]
    public async Task Released_comes_again_uncounted_and_modified_counted()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("messages"), "m");
        var receiver = await peer.ReceiverAsync("messages");
        receiver.Release(await AmqpPeer.ReceiveAsync(receiver));
        var again = await AmqpPeer.ReceiveAsync(receiver);
        Assert.Equal(0u, again.Header.DeliveryCount);
        var why = new Fields { [new Symbol("why")] = "tired" };
        receiver.Modify(again, deliveryFailed: false, undeliverableHere: false, messageAnnotations: why);
        var counted = await AmqpPeer.ReceiveAsync(receiver);
        Assert.Equal((1u, "tired"), (counted.Header.DeliveryCount, counted.ApplicationProperties["why"]));
    }

    [Fact]
    public async Task A_rejected_message_is_in_the_dead_letter_queue_with_its_reason()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("messages"), "m");
        var receiver = await peer.ReceiverAsync("messages");
        receiver.Reject(await AmqpPeer.ReceiveAsync(receiver), new Error("com.microsoft:dead-letter")
        {
            Info = new Fields
            {
                [new Symbol("DeadLetterReason")] = "INVALID_JSON",
                [new Symbol("DeadLetterErrorDescription")] = "not json",
            },
        });
        var dead = await AmqpPeer.ReceiveAsync(await peer.ReceiverAsync("messages/$DeadLetterQueue"));
        Assert.Equal("INVALID_JSON", dead.ApplicationProperties["DeadLetterReason"]);
        Assert.Equal("not json", dead.ApplicationProperties["DeadLetterErrorDescription"]);
        Assert.Equal("messages", dead.MessageAnnotations[new Symbol("x-opt-deadletter-source")]);
        Assert.Equal("body"u8.ToArray(), dead.Body);
    }

    [Fact]
    public async Task Closing_a_link_leaves_its_locks()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("messages"), "m");
        var receiver = await peer.ReceiverAsync("messages");
        await AmqpPeer.ReceiveAsync(receiver);
        await receiver.CloseAsync();
        Assert.Equal(new EntityCounts(0, 1, 0), peer.Broker.Count("messages"));
    }

    [Fact]
    public async Task Receive_and_delete_leaves_nothing()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("messages"), "m");
        var receiver = await peer.ReceiverAsync("/Messages", SenderSettleMode.Settled);
        Assert.Equal("m", (await AmqpPeer.ReceiveAsync(receiver)).Properties.MessageId);
        Assert.Equal(new EntityCounts(0, 0, 0), peer.Broker.Count("messages"));
    }

    [Fact]
    public async Task After_a_drain_nothing_comes_until_new_credit_and_the_count_still_fits()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var receiver = await peer.ReceiverAsync("messages");
        var sender = await peer.SenderAsync("messages");
        receiver.SetCredit(3, CreditMode.Manual);
        await AmqpPeer.SendAsync(sender, "1");
        await AmqpPeer.NextAsync(receiver);
        receiver.SetCredit(2, CreditMode.Drain);
        Assert.Equal(202, await peer.PutTokenAsync("messages"));
        await AmqpPeer.SendAsync(sender, "2");
        Assert.Equal(1, peer.Broker.Count("messages")!.Available);
        receiver.SetCredit(1, CreditMode.Manual);
        Assert.Equal("2", (await AmqpPeer.NextAsync(receiver)).Properties.MessageId);
    }

    [Fact]
    public async Task Thousands_of_messages_pass_with_little_credit()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var sender = await peer.SenderAsync("messages");
        var sends = Task.WhenAll(Enumerable.Range(0, 3_000).Select(i => AmqpPeer.SendAsync(sender, $"{i}")));
        var receiver = await peer.ReceiverAsync("messages");
        receiver.SetCredit(20);
        for (var i = 0; i < 3_000; i++)
            receiver.Accept(await AmqpPeer.NextAsync(receiver));
        await sends;
        await peer.Broker.Happenings.FirstAsync<Happening.Settled>("messages", "2999", AmqpPeer.Cancel);
        Assert.Equal(0, peer.Broker.Count("messages")!.Available);
    }
}
