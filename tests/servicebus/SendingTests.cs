using Amqp.Framing;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

public sealed class SendingTests : IAsyncDisposable
{
    private readonly ScriptedPeer _peer = ScriptedPeer.Start();
    private readonly BusUnderTest _bus;

    public SendingTests() => _bus = new BusUnderTest(_peer.Target);

    [Fact]
    public async Task An_accepted_send_is_confirmed()
    {
        var sent = _bus.SendAsync("m-1");
        var link = await _peer.SenderAttachedAsync();
        var send = await link.SendAsync();

        Assert.Equal(("upstream", "m-1"), (link.Address, send.Message.Properties.MessageId));
        Assert.False(sent.IsCompleted);
        send.Complete();
        Assert.IsType<SendOutcome.Confirmed>(await sent.InTimeAsync());
    }

    [Fact]
    public async Task Sends_share_one_link_and_each_hears_its_own_answer()
    {
        var first = _bus.SendAsync("m-1");
        var second = _bus.SendAsync("m-2");
        var link = await _peer.SenderAttachedAsync();
        var sends = new[] { await link.SendAsync(), await link.SendAsync() }.ToDictionary(s => s.Message.Properties.MessageId);

        sends["m-2"].Complete(new Error("com.microsoft:argument-error") { Description = "no" });
        Assert.Equal(
            new SendOutcome.Refused(RefusalScope.Message, "com.microsoft:argument-error", "no"), await second.InTimeAsync());
        Assert.False(first.IsCompleted);
        sends["m-1"].Complete();
        Assert.IsType<SendOutcome.Confirmed>(await first.InTimeAsync());
    }

    [Theory]
    [InlineData("amqp:not-found")]
    [InlineData("amqp:link:detach-forced")]
    public async Task A_link_lost_in_flight_is_unknown_whatever_its_error_and_the_next_send_has_a_new_link(string condition)
    {
        var lost = _bus.SendAsync("m-1");
        var link = await _peer.SenderAttachedAsync();
        await link.SendAsync();
        link.Link.Close(TimeSpan.Zero, new Error(condition) { Description = "over" });

        Assert.Contains(condition, Assert.IsType<SendOutcome.Unknown>(await lost.InTimeAsync()).Reason, StringComparison.Ordinal);
        await _bus.NoticeAsync(BusEvent.LinkOpened);
        _bus.WaitOut(await _bus.NoticeAsync(BusEvent.LinkLost));
        await ConfirmAsync(_bus.SendAsync("m-1"));
    }

    [Fact]
    public async Task A_connection_lost_in_flight_is_unknown_and_is_opened_again()
    {
        var lost = _bus.SendAsync("m-1");
        var link = await _peer.SenderAttachedAsync();
        await link.SendAsync();
        link.Link.Session.Connection.Close(TimeSpan.Zero, new Error("amqp:connection:forced") { Description = "going away" });

        Assert.IsType<SendOutcome.Unknown>(await lost.InTimeAsync());
        await _bus.NoticeAsync(BusEvent.LinkOpened);
        _bus.WaitOut(await _bus.NoticeAsync(BusEvent.LinkLost));
        await ConfirmAsync(_bus.SendAsync("m-1"));
    }

    [Fact]
    public async Task A_refused_attach_refuses_the_entity_and_is_tried_again()
    {
        _peer.AttachRefusal = new Error("amqp:not-found") { Description = "no such entity" };

        Assert.Equal(
            new SendOutcome.Refused(RefusalScope.Entity, "amqp:not-found", "no such entity"), await _bus.SendAsync("m-1").InTimeAsync());
        var refused = await _bus.NoticeAsync(BusEvent.LinkRefused);
        Assert.Equal("amqp:not-found: no such entity", refused.Reason);
        _peer.AttachRefusal = null;
        _bus.WaitOut(refused);
        await ConfirmAsync(_bus.SendAsync("m-2"));
    }

    [Fact]
    public async Task An_attach_refused_because_the_broker_is_busy_is_unknown()
    {
        _peer.AttachRefusal = new Error("com.microsoft:server-busy") { Description = "later" };

        Assert.IsType<SendOutcome.Unknown>(await _bus.SendAsync("m-1").InTimeAsync());
        await _bus.NoticeAsync(BusEvent.Unreachable);
    }

    [Fact]
    public async Task A_broker_that_cannot_be_reached_is_unknown()
    {
        await _peer.DisposeAsync();

        Assert.IsType<SendOutcome.Unknown>(await _bus.SendAsync("m-1").InTimeAsync());
        Assert.NotNull((await _bus.NoticeAsync(BusEvent.Unreachable)).RetryIn);
    }

    [Fact]
    public async Task Silence_for_a_minute_is_unknown_and_the_link_is_given_up()
    {
        var silent = _bus.SendAsync("m-1");
        await (await _peer.SenderAttachedAsync()).SendAsync();
        await _bus.NoticeAsync(BusEvent.LinkOpened);
        _bus.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(new SendOutcome.Unknown("timeout"), await silent.InTimeAsync());
        _bus.WaitOut(await _bus.NoticeAsync(BusEvent.LinkLost));
        await ConfirmAsync(_bus.SendAsync("m-1"));
    }

    [Fact]
    public async Task A_cancelled_send_is_no_longer_waited_for()
    {
        using var cancel = new CancellationTokenSource();
        var sent = _bus.Bus.SendAsync("upstream", BusUnderTest.Message("m-1"), cancel.Token);
        await (await _peer.SenderAttachedAsync()).SendAsync();
        cancel.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent.InTimeAsync());
    }

    [Fact]
    public async Task A_message_over_the_entitys_limit_is_refused_and_the_link_lives_on()
    {
        var big = new BusMessage(new byte[262_144]);
        var refused = _bus.Bus.SendAsync("upstream", big, TestContext.Current.CancellationToken);

        Assert.Equal("amqp:link:message-size-exceeded", Assert.IsType<SendOutcome.Refused>(await refused.InTimeAsync()).Condition);
        await ConfirmAsync(_bus.SendAsync("m-2"));
    }

    [Fact]
    public async Task A_message_carries_everything_it_was_given()
    {
        var due = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);
        var sent = _bus.Bus.SendAsync(
            "downstream",
            new BusMessage("{}"u8.ToArray())
            {
                MessageId = "m-1",
                CorrelationId = "c-1",
                Subject = "s",
                ContentType = "application/json",
                TimeToLive = TimeSpan.FromSeconds(90),
                ScheduledEnqueueTime = due,
                Properties = new Dictionary<string, object> { ["attempts"] = 3, ["until"] = TimeSpan.FromMinutes(1) },
            },
            TestContext.Current.CancellationToken);
        var send = await (await _peer.SenderAttachedAsync()).SendAsync();
        var message = send.Message;

        Assert.Equal(
            ("m-1", "c-1", "s", "application/json"),
            (message.Properties.MessageId, message.Properties.CorrelationId, message.Properties.Subject,
                (string)message.Properties.ContentType));
        Assert.Equal((90_000u, true), (message.Header.Ttl, message.Header.Durable));
        Assert.Equal(due.UtcDateTime, message.MessageAnnotations[OutgoingMessage.ScheduledEnqueueTime]);
        Assert.Equal("{}"u8, Assert.IsType<Data>(message.BodySection).Binary);
        Assert.Equal(3, message.ApplicationProperties["attempts"]);
        Assert.Equal(TimeSpan.FromMinutes(1), PropertyValues.FromAmqp(message.ApplicationProperties["until"]));
        send.Complete();
        await sent.InTimeAsync();
    }

    [Fact]
    public async Task A_property_that_AMQP_cannot_carry_is_refused_by_name()
    {
        var message = new BusMessage(default) { Properties = new Dictionary<string, object> { ["who"] = new Version(1, 2) } };

        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => _bus.Bus.SendAsync("upstream", message, TestContext.Current.CancellationToken));
        Assert.Contains("'who' is a System.Version; allowed are string", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_answers_what_still_waits()
    {
        var sent = _bus.SendAsync("m-1");
        await (await _peer.SenderAttachedAsync()).SendAsync();
        await _bus.DisposeAsync();

        Assert.IsType<SendOutcome.Unknown>(await sent.InTimeAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _bus.SendAsync("m-2"));
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        await _peer.DisposeAsync();
    }

    private async Task ConfirmAsync(Task<SendOutcome> sent)
    {
        var link = await _peer.SenderAttachedAsync();
        (await link.SendAsync()).Complete();
        Assert.IsType<SendOutcome.Confirmed>(await sent.InTimeAsync());
    }
}
