using Amqp.Framing;
using Amqp.Types;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

public sealed class RenewingTests : IAsyncDisposable
{
    private static readonly Guid Token = new("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly DateTime Until = new(2026, 1, 2, 3, 8, 5, DateTimeKind.Utc);

    private readonly ScriptedPeer _peer = ScriptedPeer.Start();
    private readonly BusUnderTest _bus;

    public RenewingTests() => _bus = new BusUnderTest(_peer.Target);

    [Fact]
    public async Task Renewing_asks_the_entitys_management_node_with_an_array_of_uuid()
    {
        var (receiver, link) = await _peer.ReceivedAsync(_bus, Token);
        await _peer.TokenAsync();
        var renewal = RenewAsync(receiver);
        Assert.Equal("amqp://127.0.0.1/downstream/$management", (await _peer.TokenAsync()).Audience);
        var node = await _peer.ManagementAttachedAsync();
        var request = await node.RequestAsync();

        Assert.Equal(node.ReplyTo, request.Properties.ReplyTo);
        Assert.Equal("com.microsoft:renew-lock", request.ApplicationProperties["operation"]);
        Assert.Equal(10_000u, request.ApplicationProperties["com.microsoft:server-timeout"]);
        Assert.Equal(link.Link.Name, request.ApplicationProperties["associated-link-name"]);
        var body = Assert.IsType<Map>(Assert.IsType<AmqpValue>(request.BodySection).Value);
        Assert.Equal([Token], Assert.IsType<Guid[]>(Assert.Single(body).Value));
        node.Renew(request, Until);
        Assert.Equal(new LockRenewal.Renewed(Until), await renewal.InTimeAsync());
    }

    [Theory]
    [InlineData("symbol")]
    [InlineData("string")]
    [InlineData("none")]
    public async Task A_lock_that_is_over_is_lost_however_the_condition_is_written(string written)
    {
        const string LockLost = "com.microsoft:message-lock-lost";
        var (receiver, _) = await _peer.ReceivedAsync(_bus, Token);
        var renewal = RenewAsync(receiver);
        var node = await _peer.ManagementAttachedAsync();
        node.Answer(await node.RequestAsync(), 410, errorCondition: written switch
        {
            "symbol" => new Symbol(LockLost),
            "string" => LockLost,
            _ => null,
        });

        Assert.IsType<LockRenewal.Lost>(await renewal.InTimeAsync());
        Assert.Equal(Settlement.LockLost, await receiver.SettleAsync(Token, new SettleAs.Complete(), TestContext.Current.CancellationToken));
        Assert.IsType<LockRenewal.Lost>(await RenewAsync(receiver).InTimeAsync());
    }

    [Fact]
    public async Task A_refusal_that_says_nothing_of_the_lock_is_not_taken_for_its_end()
    {
        var (receiver, _) = await _peer.ReceivedAsync(_bus, Token);
        var renewal = RenewAsync(receiver);
        var node = await _peer.ManagementAttachedAsync();
        node.Answer(await node.RequestAsync(), 503, errorCondition: new Symbol("com.microsoft:server-busy"));
        Assert.Equal(
            new LockRenewal.NotConfirmed("$management answered 503 com.microsoft:server-busy: as the test says"), await renewal.InTimeAsync());

        renewal = RenewAsync(receiver);
        node.Renew(await node.RequestAsync(), Until);
        Assert.IsType<LockRenewal.Renewed>(await renewal.InTimeAsync());
    }

    [Fact]
    public async Task Overlapping_requests_are_answered_by_correlation_id()
    {
        var (receiver, _) = await _peer.ReceivedAsync(_bus, Token);
        var first = RenewAsync(receiver);
        var node = await _peer.ManagementAttachedAsync();
        var firstRequest = await node.RequestAsync();
        var second = RenewAsync(receiver);
        node.Renew(await node.RequestAsync(), Until.AddMinutes(2));
        Assert.Equal(new LockRenewal.Renewed(Until.AddMinutes(2)), await second.InTimeAsync());
        Assert.False(first.IsCompleted);
        node.Renew(firstRequest, Until);

        Assert.Equal(new LockRenewal.Renewed(Until), await first.InTimeAsync());
    }

    [Fact]
    public async Task When_the_reply_link_is_lost_nothing_is_confirmed_and_the_next_request_has_another_pair()
    {
        var (receiver, _) = await _peer.ReceivedAsync(_bus, Token);
        var renewal = RenewAsync(receiver);
        var node = await _peer.ManagementAttachedAsync();
        await node.RequestAsync();
        await _bus.NoticeAsync(BusEvent.LinkOpened);
        node.Replies.Close(TimeSpan.Zero, new Error("amqp:link:detach-forced") { Description = "idle" });

        const string Reason = "the reply link ended (amqp:link:detach-forced: idle)";
        Assert.Equal(new LockRenewal.NotConfirmed(Reason), await renewal.InTimeAsync());
        await AnswersOnAnotherPairAsync(receiver, Reason);
    }

    [Fact]
    public async Task A_node_that_is_silent_for_ten_seconds_confirms_nothing_and_the_next_request_has_another_pair()
    {
        var (receiver, _) = await _peer.ReceivedAsync(_bus, Token);
        var renewal = RenewAsync(receiver);
        await (await _peer.ManagementAttachedAsync()).RequestAsync();
        await _bus.NoticeAsync(BusEvent.LinkOpened);
        _bus.Time.Advance(EntityManagement.AnswerWithin);

        Assert.Equal(new LockRenewal.NotConfirmed("downstream/$management did not answer within 10 s"), await renewal.InTimeAsync());
        await AnswersOnAnotherPairAsync(receiver, "no answer within 10 s");
    }

    [Fact]
    public async Task A_pair_that_nobody_used_for_five_minutes_is_closed_and_opened_again_when_wanted()
    {
        var (receiver, _) = await _peer.ReceivedAsync(_bus, Token);
        var renewal = RenewAsync(receiver);
        var node = await _peer.ManagementAttachedAsync();
        var closed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Replies.AddClosedCallback((_, _) => closed.TrySetResult(true));
        node.Renew(await node.RequestAsync(), Until);
        await renewal.InTimeAsync();
        _bus.Time.Advance(EntityManagement.KeptUnused);
        await closed.Task.InTimeAsync();

        renewal = RenewAsync(receiver);
        node = await _peer.ManagementAttachedAsync();
        node.Renew(await node.RequestAsync(), Until);
        Assert.IsType<LockRenewal.Renewed>(await renewal.InTimeAsync());
    }

    [Fact]
    public async Task No_more_than_a_thousand_requests_are_unanswered_at_once()
    {
        var (receiver, _) = await _peer.ReceivedAsync(_bus, Token);
        var waiting = Enumerable.Range(0, EntityManagement.MostOutstanding).Select(_ => RenewAsync(receiver)).ToArray();

        Assert.Equal(
            new LockRenewal.NotConfirmed("1000 requests to downstream/$management are unanswered; no more are made at once"),
            await RenewAsync(receiver).InTimeAsync());
        var node = await _peer.ManagementAttachedAsync();
        foreach (var _ in waiting) node.Renew(await node.RequestAsync(), Until);
        Assert.All(await Task.WhenAll(waiting).InTimeAsync(), renewal => Assert.IsType<LockRenewal.Renewed>(renewal));
    }

    [Fact]
    public async Task Closing_the_bus_answers_what_waits()
    {
        var (receiver, _) = await _peer.ReceivedAsync(_bus, Token);
        var renewal = RenewAsync(receiver);
        await (await _peer.ManagementAttachedAsync()).RequestAsync();
        await _bus.DisposeAsync();

        Assert.IsType<LockRenewal.NotConfirmed>(await renewal.InTimeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        await _peer.DisposeAsync();
    }

    private static Task<LockRenewal> RenewAsync(IBusReceiver receiver) =>
        receiver.RenewLockAsync(Token, TestContext.Current.CancellationToken);

    private async Task AnswersOnAnotherPairAsync(IBusReceiver receiver, string lostFor)
    {
        var lost = await _bus.NoticeAsync(BusEvent.LinkLost);
        Assert.Equal(("downstream/$management", lostFor), (lost.Entity, lost.Reason));
        var renewal = RenewAsync(receiver);
        _bus.WaitOut(lost);
        var node = await _peer.ManagementAttachedAsync();
        node.Renew(await node.RequestAsync(), Until);
        Assert.IsType<LockRenewal.Renewed>(await renewal.InTimeAsync());
    }
}
