using Amqp;
using Amqp.Framing;
using Amqp.Types;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

/// <summary>A lock outlives the link that its message came on: it is settled over the entity's management node.</summary>
public sealed class SettlingWithoutLinkTests : IAsyncDisposable
{
    private static readonly Guid Token = new("00112233-4455-6677-8899-aabbccddeeff");

    private readonly ScriptedPeer _peer = ScriptedPeer.Start();
    private readonly BusUnderTest _bus;

    public SettlingWithoutLinkTests() => _bus = new BusUnderTest(_peer.Target);

    [Fact]
    public async Task Completing_says_completed_and_waits_for_the_brokers_word()
    {
        var (receiver, _) = await LinkLostAsync();
        var settlement = SettleAsync(receiver, new SettleAs.Complete());
        var node = await _peer.ManagementAttachedAsync();
        var request = await node.RequestAsync();

        Assert.Equal("com.microsoft:update-disposition", request.ApplicationProperties["operation"]);
        Assert.False(request.ApplicationProperties.Map.ContainsKey("associated-link-name"));
        var body = Body(request);
        Assert.Equal([Token], Assert.IsType<Guid[]>(body["lock-tokens"]));
        Assert.Equal(("completed", 2), (body["disposition-status"], body.Count));
        Assert.False(settlement.IsCompleted);
        node.Answer(request, 200);
        Assert.Equal(Settlement.Confirmed, await settlement.InTimeAsync());
    }

    [Fact]
    public async Task Dead_lettering_says_suspended_with_both_texts_cut_to_what_is_allowed()
    {
        var (receiver, _) = await LinkLostAsync();
        var settlement = SettleAsync(receiver, new SettleAs.DeadLetter("BAD", new string('x', 5_000)));
        var node = await _peer.ManagementAttachedAsync();
        var request = await node.RequestAsync();

        var body = Body(request);
        Assert.Equal(("suspended", "BAD"), (body["disposition-status"], body["deadletter-reason"]));
        Assert.Equal(new string('x', 4_096), body["deadletter-description"]);
        node.Answer(request, 200);
        Assert.Equal(Settlement.Confirmed, await settlement.InTimeAsync());
    }

    [Fact]
    public async Task A_link_that_was_opened_since_does_not_settle_what_came_before()
    {
        var (receiver, lost) = await LinkLostAsync();
        _bus.WaitOut(lost);
        await _peer.ReceiverAttachedAsync();
        await _bus.NoticeAsync(BusEvent.LinkOpened);
        var settlement = SettleAsync(receiver, new SettleAs.Complete());
        var node = await _peer.ManagementAttachedAsync();
        node.Answer(await node.RequestAsync(), 410, errorCondition: new Symbol("com.microsoft:message-lock-lost"));

        Assert.Equal(Settlement.LockLost, await settlement.InTimeAsync());
    }

    [Fact]
    public async Task What_is_released_is_left_to_its_lock()
    {
        var (receiver, _) = await LinkLostAsync();

        var settlement = SettleAsync(receiver, new SettleAs.Release());
        Assert.True(settlement.IsCompletedSuccessfully);
        Assert.Equal(Settlement.LockLost, await settlement);
    }

    [Fact]
    public async Task A_lock_that_is_over_is_not_asked_about_unless_it_was_renewed()
    {
        var (receiver, link) = await _peer.ReceivedAsync(_bus, Token);
        var renewal = receiver.RenewLockAsync(Token, TestContext.Current.CancellationToken);
        var node = await _peer.ManagementAttachedAsync();
        node.Renew(await node.RequestAsync(), _bus.Time.GetUtcNow().UtcDateTime.AddMinutes(4));
        await renewal.InTimeAsync();
        var another = Guid.NewGuid();
        receiver.AddCredit(1);
        link.Deliver(another);
        await receiver.ReceiveAsync(TestContext.Current.CancellationToken).InTimeAsync();
        await _bus.NoticeAsync(BusEvent.LinkOpened);
        await CloseAsync(link);
        _bus.Time.Advance(TimeSpan.FromMinutes(2));

        var over = receiver.SettleAsync(another, new SettleAs.Complete(), TestContext.Current.CancellationToken);
        Assert.True(over.IsCompletedSuccessfully);
        Assert.Equal(Settlement.LockLost, await over);
        var settlement = SettleAsync(receiver, new SettleAs.Complete());
        node.Answer(await node.RequestAsync(), 200);
        Assert.Equal(Settlement.Confirmed, await settlement.InTimeAsync());
    }

    [Fact]
    public async Task A_node_that_cannot_be_reached_within_ten_seconds_leaves_the_message_to_its_lock()
    {
        var (receiver, _) = await LinkLostAsync();
        _peer.AttachRefusal = new Error("com.microsoft:server-busy");
        var settlement = SettleAsync(receiver, new SettleAs.Complete());
        await _bus.NoticeAsync(BusEvent.Unreachable);
        Assert.False(settlement.IsCompleted);
        _bus.Time.Advance(EntityManagement.AnswerWithin);

        Assert.Equal(Settlement.LockLost, await settlement.InTimeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        await _peer.DisposeAsync();
    }

    private static Map Body(Message request) => Assert.IsType<Map>(Assert.IsType<AmqpValue>(request.BodySection).Value);

    private static Task<Settlement> SettleAsync(IBusReceiver receiver, SettleAs how) =>
        receiver.SettleAsync(Token, how, TestContext.Current.CancellationToken);

    private async Task<(IBusReceiver Receiver, BusNotice Lost)> LinkLostAsync()
    {
        var (receiver, link) = await _peer.ReceivedAsync(_bus, Token);
        return (receiver, await CloseAsync(link));
    }

    private Task<BusNotice> CloseAsync(PeerOutLink link)
    {
        link.Link.Close(TimeSpan.Zero, new Error("amqp:link:detach-forced") { Description = "idle" });
        return _bus.NoticeAsync(BusEvent.LinkLost);
    }
}
