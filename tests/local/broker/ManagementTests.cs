using Amqp;
using Amqp.Types;
using CcsBridge.Local.Broker;

namespace CcsBridge.Tests.Local.Broker;

public sealed class ManagementTests
{
    private static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(1);

    private static readonly Symbol LockLost = "com.microsoft:message-lock-lost";

    [Fact]
    public async Task A_renewed_lock_outlives_its_first_end()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var (receiver, message) = await ReceivedAsync(peer);
        var management = await peer.ManagementAsync("messages");
        peer.Clock.Push(LockDuration / 2);
        var before = peer.Clock.GetUtcNow();
        var answer = await management.RenewAsync(ManagementPair.Token(message));
        Assert.Equal((200, null), ManagementPair.Word(answer));
        var until = Assert.Single(Assert.IsType<DateTime[]>(answer.GetBody<Map>()["expirations"]));
        // Timestamps travel in whole milliseconds.
        Assert.InRange(until, (before + LockDuration).UtcDateTime.AddMilliseconds(-1), (peer.Clock.GetUtcNow() + LockDuration).UtcDateTime);

        peer.Clock.Push(LockDuration / 2);
        receiver.Accept(message);
        var settled = await peer.Broker.Happenings.FirstAsync<Happening.Settled>("messages", "m", AmqpPeer.Cancel);
        Assert.IsType<Settlement.Complete>(settled.How);
    }

    [Fact]
    public async Task A_lock_that_is_over_is_neither_renewed_nor_settled()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var (_, message) = await ReceivedAsync(peer);
        var management = await peer.ManagementAsync("messages");
        peer.Clock.Push(LockDuration);
        Assert.Equal((410, LockLost), ManagementPair.Word(await management.RenewAsync(ManagementPair.Token(message))));
        Assert.Equal((410, LockLost), ManagementPair.Word(await management.SettleAsync(message, "completed")));
    }

    [Fact]
    public async Task A_lock_is_known_only_at_its_own_entity()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var (_, message) = await ReceivedAsync(peer);
        var elsewhere = await peer.ManagementAsync("downstream");
        Assert.Equal((410, LockLost), ManagementPair.Word(await elsewhere.SettleAsync(message, "completed")));
        Assert.Equal(1, peer.Broker.Count("messages")!.Locked);
    }

    [Fact]
    public async Task A_message_is_completed_after_its_link_was_closed()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var (receiver, message) = await ReceivedAsync(peer);
        await receiver.CloseAsync();
        var management = await peer.ManagementAsync("messages");
        Assert.Equal((200, null), ManagementPair.Word(await management.SettleAsync(message, "completed")));
        Assert.Equal(new EntityCounts(0, 0, 0), peer.Broker.Count("messages"));
    }

    [Fact]
    public async Task A_message_of_a_subscription_is_abandoned_counted()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("outcomes"), "m");
        var receiver = await peer.ReceiverAsync("outcomes/Subscriptions/status");
        var management = await peer.ManagementAsync("outcomes/Subscriptions/status");
        var first = await AmqpPeer.ReceiveAsync(receiver);
        Assert.Equal((200, null), ManagementPair.Word(await management.SettleAsync(first, "abandoned")));
        Assert.Equal(1u, (await AmqpPeer.ReceiveAsync(receiver)).Header.DeliveryCount);
    }

    [Fact]
    public async Task A_suspended_message_is_in_the_dead_letter_queue_with_its_reason()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var (_, message) = await ReceivedAsync(peer);
        var management = await peer.ManagementAsync("messages");
        Assert.Equal((200, null), ManagementPair.Word(await management.SettleAsync(message, "suspended", "INVALID_JSON", "not json")));
        var dead = await AmqpPeer.ReceiveAsync(await peer.ReceiverAsync("messages/$DeadLetterQueue"));
        Assert.Equal("INVALID_JSON", dead.ApplicationProperties["DeadLetterReason"]);
        Assert.Equal("not json", dead.ApplicationProperties["DeadLetterErrorDescription"]);
    }

    [Fact]
    public async Task What_is_not_offered_is_refused_by_name()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var (_, message) = await ReceivedAsync(peer);
        var management = await peer.ManagementAsync("messages");
        var peek = await management.AskAsync("com.microsoft:peek-message", new() { ["from-sequence-number"] = 0L, ["message-count"] = 1 });
        var defer = await management.SettleAsync(message, "defered");
        foreach (var (answer, name) in new[] { (peek, "com.microsoft:peek-message"), (defer, "defered") })
        {
            Assert.Equal((501, new Symbol("amqp:not-implemented")), ManagementPair.Word(answer));
            Assert.Contains(name, (string)answer.ApplicationProperties["statusDescription"], StringComparison.Ordinal);
        }

        Assert.Equal(1, peer.Broker.Count("messages")!.Locked);
    }

    [Fact]
    public async Task A_request_that_cannot_be_understood_is_told_what_is_allowed()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var (_, message) = await ReceivedAsync(peer);
        var management = await peer.ManagementAsync("messages");
        var noTokens = await management.AskAsync("com.microsoft:renew-lock", new() { ["lock-tokens"] = "a string" });
        var noStatus = await management.SettleAsync(message, "forgotten");
        foreach (var (answer, allowed) in new[] { (noTokens, "array of at least one uuid"), (noStatus, "completed, abandoned or suspended") })
        {
            Assert.Equal((400, new Symbol("com.microsoft:argument-error")), ManagementPair.Word(answer));
            Assert.Contains(allowed, (string)answer.ApplicationProperties["statusDescription"], StringComparison.Ordinal);
        }
    }

    private static async Task<(ReceiverLink Receiver, Message Message)> ReceivedAsync(AmqpPeer peer)
    {
        await AmqpPeer.SendAsync(await peer.SenderAsync("messages"), "m");
        var receiver = await peer.ReceiverAsync("messages");
        return (receiver, await AmqpPeer.ReceiveAsync(receiver));
    }
}
