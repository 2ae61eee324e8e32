using Amqp;
using Amqp.Framing;
using Amqp.Types;
using CcsBridge.Local.Broker;

namespace CcsBridge.Tests.Local.Broker;

public sealed class AmqpSendingTests
{
    [Fact]
    public async Task A_message_goes_through_with_everything_it_carries()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var uuid = Guid.NewGuid();
        var described = new DescribedValue(new Symbol("com.microsoft:timespan"), 42L);
        await AmqpPeer.SendAsync(await peer.SenderAsync("messages"), "m", "hello", message =>
        {
            message.Properties.ContentType = "text/plain";
            message.Properties.CorrelationId = "c";
            message.ApplicationProperties = new() { ["uuid"] = uuid, ["described"] = described, ["int"] = 7 };
            message.Header = new Header { Durable = true, Ttl = 60_000 };
        });

        var got = await AmqpPeer.ReceiveAsync(await peer.ReceiverAsync("messages"));
        Assert.Equal("hello"u8.ToArray(), got.Body);
        Assert.Equal(["m", "c"], [got.Properties.MessageId, got.Properties.CorrelationId]);
        Assert.Equal("text/plain", got.Properties.ContentType);
        Assert.Equal((uuid, 7), (got.ApplicationProperties["uuid"], got.ApplicationProperties["int"]));
        Assert.Equal(42L, ((DescribedValue)got.ApplicationProperties["described"]).Value);
        Assert.Equal((true, 60_000u, 0u), (got.Header.Durable, got.Header.Ttl, got.Header.DeliveryCount));
    }

    [Fact]
    public async Task Annotations_have_the_widths_that_clients_unbox()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("messages"), "m");
        var got = await AmqpPeer.ReceiveAsync(await peer.ReceiverAsync("messages"));
        var annotations = got.MessageAnnotations;
        Assert.IsType<long>(annotations[new Symbol("x-opt-sequence-number")]);
        Assert.IsType<long>(annotations[new Symbol("x-opt-enqueue-sequence-number")]);
        Assert.IsType<int>(annotations[new Symbol("x-opt-message-state")]);
        var enqueued = Assert.IsType<DateTime>(annotations[new Symbol("x-opt-enqueued-time")]);
        var locked = Assert.IsType<DateTime>(annotations[new Symbol("x-opt-locked-until")]);
        Assert.Equal(60, (locked - enqueued).TotalSeconds, tolerance: 5);
        Assert.Equal(16, got.DeliveryTag.Length);
    }

    [Fact]
    public async Task A_batch_is_taken_apart()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var batch = new DataList();
        foreach (var id in new[] { "1", "2", "3" })
        {
            var one = new Message { Properties = new Properties { MessageId = id }, BodySection = new Data { Binary = [1] } }.Encode();
            batch.Add(new Data { Binary = one.Buffer[one.Offset..(one.Offset + one.Length)] });
        }

        var sender = await peer.SenderAsync("messages");
        var envelope = new Message { Format = 0x80013700, BodySection = batch, Properties = new Properties { MessageId = "1" } };
        await sender.SendAsync(envelope, AmqpPeer.Deadline);
        var receiver = await peer.ReceiverAsync("messages");
        receiver.SetCredit(3, CreditMode.Manual);
        Assert.Equal(["1", "2", "3"], [
            (await AmqpPeer.NextAsync(receiver)).Properties.MessageId,
            (await AmqpPeer.NextAsync(receiver)).Properties.MessageId,
            (await AmqpPeer.NextAsync(receiver)).Properties.MessageId]);
    }

    [Fact]
    public async Task A_message_without_an_id_arrives_with_one_and_its_other_properties()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("messages"), "", change: m => m.Properties = new Properties { Subject = "s" });
        var got = await AmqpPeer.ReceiveAsync(await peer.ReceiverAsync("messages"));
        Assert.Equal(32, got.Properties.MessageId.Length);
        Assert.Equal("s", got.Properties.Subject);
    }

    [Fact]
    public async Task A_scheduled_message_comes_when_the_clock_is_pushed_there()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var receiver = await peer.ReceiverAsync("downstream");
        receiver.SetCredit(2, CreditMode.Manual);
        var sender = await peer.SenderAsync("downstream");
        await AmqpPeer.SendAsync(sender, "later", change: m => m.MessageAnnotations = new()
        {
            [new Symbol("x-opt-scheduled-enqueue-time")] = peer.Clock.GetUtcNow().AddMinutes(10).UtcDateTime,
        });
        await AmqpPeer.SendAsync(sender, "now");
        var now = await AmqpPeer.NextAsync(receiver);
        Assert.Equal("now", now.Properties.MessageId);
        receiver.Accept(now);
        await peer.Broker.Happenings.FirstAsync<Happening.Settled>("downstream", "now", AmqpPeer.Cancel);
        peer.Clock.Push(TimeSpan.FromMinutes(10));
        Assert.Equal("later", (await AmqpPeer.NextAsync(receiver)).Properties.MessageId);
    }

    [Fact]
    public async Task A_repeated_id_is_accepted_and_folded()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var sender = await peer.SenderAsync("downstream");
        await AmqpPeer.SendAsync(sender, "m");
        await AmqpPeer.SendAsync(sender, "m");
        await peer.Broker.Happenings.FirstAsync<Happening.Folded>("downstream", "m", AmqpPeer.Cancel);
        Assert.Equal(1, peer.Broker.Count("downstream")!.Available);
    }

    [Fact]
    public async Task Filters_decide_who_gets_an_event()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var sender = await peer.SenderAsync("upstream");
        await AmqpPeer.SendAsync(sender, "r", change: m => m.ApplicationProperties = new() { ["messageType"] = "receipt" });
        await AmqpPeer.SendAsync(sender, "x", change: m => m.ApplicationProperties = new() { ["messageType"] = "unheard-of" });
        Assert.Equal("r", (await AmqpPeer.ReceiveAsync(await peer.ReceiverAsync("upstream/Subscriptions/receipts"))).Properties.MessageId);
        await peer.Broker.Happenings.FirstAsync<Happening.Unmatched>("upstream", "x", AmqpPeer.Cancel);
        Assert.Equal(1, peer.Broker.Unmatched);
        Assert.Equal(0, peer.Broker.Count("upstream/Subscriptions/processing")!.Available);
        Assert.Equal(2, peer.Broker.Count("upstream/Subscriptions/monitor")!.Available);
    }

    [Fact]
    public async Task A_held_confirmation_comes_when_the_hold_ends()
    {
        await using var peer = await AmqpPeer.StartAsync();
        peer.Broker.Hold("upstream");
        var sent = AmqpPeer.SendAsync(await peer.SenderAsync("upstream"), "m");
        Assert.Equal("m", (await AmqpPeer.ReceiveAsync(await peer.ReceiverAsync("upstream/Subscriptions/monitor"))).Properties.MessageId);
        await peer.Broker.Happenings.FirstAsync<Happening.ConfirmationHeld>("upstream", "m", AmqpPeer.Cancel);
        Assert.False(sent.IsCompleted);
        peer.Broker.EndHold("upstream");
        await sent.WaitAsync(AmqpPeer.Cancel);
    }

    [Fact]
    public async Task More_sends_than_the_links_credit_all_get_through()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var sender = await peer.SenderAsync("messages");
        var sends = Enumerable.Range(0, 2 * InLink.Credit).Select(i => AmqpPeer.SendAsync(sender, $"{i}"));
        await Task.WhenAll(sends).WaitAsync(AmqpPeer.Cancel);
        Assert.Equal(2 * InLink.Credit, peer.Broker.Count("messages")!.Available);
    }
}
