using CcsBridge.Local.Broker;
using CcsBridge.Tests.Local.Broker;

namespace CcsBridge.Tests.Interop;

/// <summary>Microsoft's own client against the local broker.</summary>
public sealed class ServiceBusJavaScriptTests
{
    // Generous: the first run installs the client.
    private readonly CancellationToken _cancel = new CancellationTokenSource(TimeSpan.FromMinutes(3)).Token;

    [Fact]
    public async Task It_sends_to_a_queue_and_receives_and_completes_from_a_subscription()
    {
        await using var peer = await AmqpPeer.StartAsync();
        using var client = await JavaScriptClient.OfServiceBusAsync("roundtrip.mjs", peer.Broker.ConnectionString, _cancel);
        await client.SaysAsync("sent", _cancel);
        await AmqpPeer.SendAsync(await peer.SenderAsync("upstream"), "event-1", change: m =>
            m.ApplicationProperties = new() { ["messageType"] = "message" });
        Assert.Equal("received event-1 message deliveries 0", await client.SaysAsync("received", _cancel));
        await client.SaysAsync("completed", _cancel);
        Assert.Equal(0, await client.ExitCodeAsync(_cancel));
        Assert.Equal(1, peer.Broker.Count("downstream")!.Available);
        await peer.Broker.Happenings.FirstAsync<Happening.Settled>("upstream/Subscriptions/monitor", "event-1", _cancel);
        var message = await AmqpPeer.ReceiveAsync(await peer.ReceiverAsync("downstream"));
        Assert.Equal("""{"to":"phone","data":{"k":"v"}}"""u8.ToArray(), message.Body);
        Assert.Equal("js-1", message.Properties.MessageId);
    }

    [Fact]
    public async Task It_is_told_when_it_settles_after_its_lock_is_over()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("downstream"), "m");
        using var client = await JavaScriptClient.OfServiceBusAsync("late.mjs", peer.Broker.ConnectionString, _cancel);
        await client.SaysAsync("received m", _cancel);
        peer.Clock.Push(TimeSpan.FromMinutes(2));
        await client.TellAsync("now");
        Assert.Equal("refused MessageLockLost", await client.SaysAsync("refused", _cancel));
        Assert.Equal(0, await client.ExitCodeAsync(_cancel));
    }

    [Fact]
    public async Task It_renews_a_lock_and_completes_after_the_locks_first_end()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("downstream"), "m");
        using var client = await JavaScriptClient.OfServiceBusAsync("renew.mjs", peer.Broker.ConnectionString, _cancel);
        await client.SaysAsync("received m", _cancel);
        peer.Clock.Push(TimeSpan.FromSeconds(90));
        await client.TellAsync("renew");
        await client.SaysAsync("renewed by 9", _cancel);
        peer.Clock.Push(TimeSpan.FromSeconds(90));
        await client.TellAsync("complete");
        await client.SaysAsync("completed", _cancel);
        Assert.Equal(0, await client.ExitCodeAsync(_cancel));
        Assert.Equal(new EntityCounts(0, 0, 0), peer.Broker.Count("downstream"));
    }

    [Fact]
    public async Task It_receives_again_after_a_wait_in_vain()
    {
        await using var peer = await AmqpPeer.StartAsync();
        using var client = await JavaScriptClient.OfServiceBusAsync("drain.mjs", peer.Broker.ConnectionString, _cancel);
        await client.SaysAsync("waited for 0", _cancel);
        await AmqpPeer.SendAsync(await peer.SenderAsync("downstream"), "m");
        await client.SaysAsync("received m", _cancel);
        Assert.Equal(0, await client.ExitCodeAsync(_cancel));
    }
}
