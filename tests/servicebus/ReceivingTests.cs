using Amqp;
using Amqp.Framing;
using Amqp.Types;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

public sealed class ReceivingTests : IAsyncDisposable
{
    private static readonly Guid Token = new("00112233-4455-6677-8899-aabbccddeeff");

    private readonly ScriptedPeer _peer = ScriptedPeer.Start();
    private readonly BusUnderTest _bus;

    public ReceivingTests() => _bus = new BusUnderTest(_peer.Target);

    [Fact]
    public async Task A_received_message_holds_what_the_broker_says_of_it()
    {
        var (receiver, link) = await OpenAsync(credit: 1);
        link.Deliver(Token, new Message
        {
            Header = new Header { Ttl = 90_000 },
            Properties = new Properties { MessageId = "m-1", CorrelationId = "c-1", Subject = "s", ContentType = "application/json" },
            ApplicationProperties = new ApplicationProperties { ["attempts"] = 3 },
            BodySection = new Data { Binary = [1, 2] },
        });
        var received = await ReceiveAsync(receiver);
        var message = received.Message;

        Assert.Equal((Token, 1L, 2), (received.LockToken, received.SequenceNumber, received.DeliveryCount));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), received.EnqueuedTime);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 6, 5, TimeSpan.Zero), received.LockedUntil);
        Assert.Equal(
            ("m-1", "c-1", "s", "application/json"), (message.MessageId, message.CorrelationId, message.Subject, message.ContentType));
        Assert.Equal(TimeSpan.FromSeconds(90), message.TimeToLive);
        Assert.Equal(3, message.Properties["attempts"]);
        Assert.Equal([1, 2], message.Body.ToArray());
    }

    [Fact]
    public async Task A_body_may_be_data_sections_a_string_or_binary()
    {
        var (receiver, link) = await OpenAsync(credit: 3);
        var sections = new DataList();
        sections.Add(new Data { Binary = "ab"u8.ToArray() });
        sections.Add(new Data { Binary = "c"u8.ToArray() });
        link.Deliver(Guid.NewGuid(), new Message { BodySection = sections });
        link.Deliver(Guid.NewGuid(), new Message("abc"));
        link.Deliver(Guid.NewGuid(), new Message("abc"u8.ToArray()));

        for (var i = 0; i < 3; i++)
        {
            var received = await ReceiveAsync(receiver);
            Assert.Equal("abc"u8, received.Message.Body.Span);
            Assert.Null(received.UnreadableBody);
        }
    }

    [Fact]
    public async Task A_body_of_another_kind_comes_empty_and_says_why()
    {
        var (receiver, link) = await OpenAsync(credit: 2);
        link.Deliver(Guid.NewGuid(), new Message(new Map { ["to"] = "x" }));
        link.Deliver(Guid.NewGuid(), new Message { BodySection = new AmqpSequence { List = new object[] { 1 } } });

        var map = await ReceiveAsync(receiver);
        Assert.Equal((0, "the body is an amqp-value of Map"), (map.Message.Body.Length, map.UnreadableBody?.Split(';')[0]));
        Assert.StartsWith("the body is an amqp-sequence", (await ReceiveAsync(receiver)).UnreadableBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_Bus_values_become_NET_values_and_unknown_ones_go_out_again_as_they_came()
    {
        var strange = new DescribedValue(new Symbol("com.example:strange"), 7);
        var (receiver, link) = await OpenAsync(credit: 1);
        link.Deliver(Token, new Message
        {
            ApplicationProperties = new ApplicationProperties
            {
                ["span"] = new DescribedValue(new Symbol("com.microsoft:timespan"), 10_000_000L),
                ["when"] = new DescribedValue(new Symbol("com.microsoft:datetime-offset"), 638_712_000_000_000_000L),
                ["where"] = new DescribedValue(new Symbol("com.microsoft:uri"), "https://example.com/"),
                ["strange"] = strange,
            },
            BodySection = new Data { Binary = [] },
        });
        var properties = (await ReceiveAsync(receiver)).Message.Properties;

        Assert.Equal(TimeSpan.FromSeconds(1), properties["span"]);
        Assert.Equal(new DateTimeOffset(638_712_000_000_000_000L, TimeSpan.Zero), properties["when"]);
        Assert.Equal(new Uri("https://example.com/"), properties["where"]);
        var copied = OutgoingMessage.From(new BusMessage(default) { Properties = properties });
        Assert.Equal(7, Assert.IsType<DescribedValue>(copied.ApplicationProperties["strange"]).Value);
    }

    [Fact]
    public async Task Nothing_is_asked_for_before_credit_is_given()
    {
        await using var receiver = _bus.Bus.OpenReceiver("downstream");
        var link = await _peer.ReceiverAttachedAsync();
        await _bus.NoticeAsync(BusEvent.LinkOpened);
        receiver.AddCredit(2);
        receiver.AddCredit(3);

        Assert.Equal(new Flowed(2, Drain: false), await link.FlowAsync());
        Assert.Equal(new Flowed(3, Drain: false), await link.FlowAsync());
    }

    [Fact]
    public async Task Settling_gives_no_credit_back()
    {
        var (receiver, link) = await OpenAsync(credit: 2);
        link.Deliver(Token);
        await receiver.SettleAsync((await ReceiveAsync(receiver)).LockToken, new SettleAs.Release(), TestContext.Current.CancellationToken);
        await link.DispositionAsync();
        receiver.AddCredit(1);

        Assert.Equal(1, (await link.FlowAsync()).More);
    }

    [Fact]
    public async Task Withdrawn_credit_is_drained_and_what_is_asked_for_then_is_granted_exactly()
    {
        var (receiver, link) = await OpenAsync(credit: 5);
        link.Deliver(Token);
        await ReceiveAsync(receiver);
        receiver.WithdrawCredit();
        receiver.AddCredit(2);
        Assert.Equal(new Flowed(0, Drain: true), await link.FlowAsync());
        var sent = _bus.SendAsync("m-1");
        var send = await (await _peer.SenderAttachedAsync()).SendAsync();
        link.Drained();
        send.Complete();
        // One connection, one reader: the answer to the drain was read before the confirmation that was written after it.
        await sent.InTimeAsync();
        _bus.Time.Advance(QueueReceiver.DrainWithin);

        Assert.Equal(new Flowed(2, Drain: false), await link.FlowAsync());
        link.Deliver(Guid.NewGuid());
        link.Deliver(Guid.NewGuid());
        await ReceiveAsync(receiver);
        await ReceiveAsync(receiver);
        Assert.True(receiver.IsOpen);
    }

    [Fact]
    public async Task A_message_under_way_when_credit_is_withdrawn_still_comes()
    {
        var (receiver, link) = await OpenAsync(credit: 2);
        receiver.WithdrawCredit();
        await link.FlowAsync();
        link.Deliver(Token);

        Assert.Equal(Token, (await ReceiveAsync(receiver)).LockToken);
    }

    [Fact]
    public async Task What_did_not_come_is_asked_for_again_after_the_link_was_lost()
    {
        var (receiver, link) = await OpenAsync(credit: 5);
        link.Deliver(Token);
        await ReceiveAsync(receiver);
        link.Link.Close(TimeSpan.Zero, new Error("amqp:link:detach-forced") { Description = "idle" });
        var lost = await _bus.NoticeAsync(BusEvent.LinkLost);
        Assert.Equal("amqp:link:detach-forced: idle", lost.Reason);
        Assert.False(receiver.IsOpen);
        _bus.WaitOut(lost);

        Assert.Equal(4, (await (await _peer.ReceiverAttachedAsync()).FlowAsync()).More);
    }

    [Fact]
    public async Task The_broker_may_go_away_and_come_back()
    {
        var (receiver, _) = await OpenAsync(credit: 1);
        await _peer.DisposeAsync();
        _bus.WaitOut(await _bus.NoticeAsync(BusEvent.LinkLost));
        var gone = await _bus.NoticeAsync(BusEvent.Unreachable);
        await using var back = ScriptedPeer.Start(_peer.Port);
        _bus.WaitOut(gone);
        var link = await back.ReceiverAttachedAsync();
        await link.FlowAsync();
        link.Deliver(Token);

        Assert.Equal(Token, (await ReceiveAsync(receiver)).LockToken);
        await receiver.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        await _peer.DisposeAsync();
    }

    private static Task<ReceivedMessage> ReceiveAsync(IBusReceiver receiver) =>
        receiver.ReceiveAsync(TestContext.Current.CancellationToken).InTimeAsync();

    private async Task<(IBusReceiver Receiver, PeerOutLink Link)> OpenAsync(int credit)
    {
        var receiver = _bus.Bus.OpenReceiver("downstream");
        receiver.AddCredit(credit);
        var link = await _peer.ReceiverAttachedAsync();
        Assert.Equal(new Flowed(credit, Drain: false), await link.FlowAsync());
        await _bus.NoticeAsync(BusEvent.LinkOpened);
        return (receiver, link);
    }
}
