using System.Net;
using System.Net.Sockets;
using Amqp;
using Amqp.Framing;
using Amqp.Transactions;
using Amqp.Types;
using CcsBridge.Local.Broker;

namespace CcsBridge.Tests.Local.Broker;

public sealed class AmqpRefusalTests
{
    [Fact]
    public async Task A_link_without_a_token_is_refused()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await RefusedAsync("amqp:unauthorized-access", () => peer.AttachReceiverAsync("downstream"));
        Assert.Equal(202, await peer.PutTokenAsync("messages"));
        await RefusedAsync("amqp:unauthorized-access", () => peer.AttachSenderAsync(new Target { Address = "downstream" }));
        await RefusedAsync("amqp:unauthorized-access", () => peer.AttachManagementAsync("downstream"));
    }

    [Theory]
    [InlineData("another key", "RootManageSharedAccessKey", 401)]
    [InlineData("SAS_KEY_VALUE", "AnotherName", 401)]
    [InlineData("SAS_KEY_VALUE", "RootManageSharedAccessKey", 202)]
    public async Task A_token_must_be_signed_with_the_brokers_key(string key, string name, int status)
    {
        await using var peer = await AmqpPeer.StartAsync();
        Assert.Equal(status, await peer.PutTokenAsync("downstream", key, name));
    }

    [Fact]
    public async Task Sasl_plain_with_the_key_needs_no_token()
    {
        await using var peer = await AmqpPeer.StartAsync(plainKey: "SAS_KEY_VALUE");
        await AmqpPeer.SendAsync(await peer.AttachSenderAsync(new Target { Address = "messages" }), "m");
        Assert.Equal(1, peer.Broker.Count("messages")!.Available);
    }

    [Theory]
    [InlineData("nowhere", "amqp:not-found")]
    [InlineData("upstream/Subscriptions/processing", "amqp:not-allowed")]
    [InlineData("downstream/$DeadLetterQueue", "amqp:not-allowed")]
    [InlineData("nowhere/$management", "amqp:not-found")]
    public async Task A_sender_to_anything_but_a_queue_or_topic_is_refused(string entity, string condition)
    {
        await using var peer = await AmqpPeer.StartAsync();
        await RefusedAsync(condition, () => peer.SenderAsync(entity));
    }

    [Theory]
    [InlineData("nowhere", "amqp:not-found")]
    [InlineData("upstream", "amqp:not-allowed")]
    [InlineData("nowhere/$management", "amqp:not-found")]
    public async Task A_receiver_from_anything_that_keeps_no_messages_is_refused(string entity, string condition)
    {
        await using var peer = await AmqpPeer.StartAsync();
        await RefusedAsync(condition, () => peer.ReceiverAsync(entity));
    }

    [Fact]
    public async Task Sessions_and_transactions_are_refused_by_name()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var session = new Map { [new Symbol("com.microsoft:session-filter")] = null! };
        var noSessions = await RefusedAsync("amqp:not-allowed", () => peer.ReceiverAsync("downstream", filters: session));
        Assert.Contains("sessions", noSessions, StringComparison.Ordinal);
        var noTransactions = await RefusedAsync("amqp:not-implemented", () => peer.AttachSenderAsync(new Coordinator()));
        Assert.Contains("transactions", noTransactions, StringComparison.Ordinal);
        var sender = await peer.SenderAsync("downstream");
        await RefusedAsync("amqp:not-implemented", () => AmqpPeer.SendAsync(sender, "m", change: m => m.Properties.GroupId = "session"));
        await RefusedAsync("amqp:not-implemented", () => AmqpPeer.SendAsync(sender, "m", change: m =>
            m.MessageAnnotations = new() { [new Symbol("x-opt-partition-key")] = "key" }));
        Assert.Equal(0, peer.Broker.Count("downstream")!.Available);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_and_the_link_lives_on()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var sender = await peer.SenderAsync("messages");
        var big = new string('x', InLink.MaxMessageSize);
        await RefusedAsync("amqp:link:message-size-exceeded", () => AmqpPeer.SendAsync(sender, "big", big));
        await AmqpPeer.SendAsync(sender, "large", new string('x', InLink.MaxMessageSize - 1_000));
        Assert.Equal(1, peer.Broker.Count("messages")!.Available);
    }

    [Fact]
    public async Task A_silent_client_keeps_nobody_waiting()
    {
        await using var peer = await AmqpPeer.StartAsync();
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, peer.Broker.Port, AmqpPeer.Cancel);
        await silent.GetStream().WriteAsync("AMQP"u8.ToArray(), AmqpPeer.Cancel);
        var address = new Address($"amqp://RootManageSharedAccessKey:SAS_KEY_VALUE@127.0.0.1:{peer.Broker.Port}");
        var other = await new ConnectionFactory().CreateAsync(address);
        Assert.False(other.IsClosed);
        peer.Clock.Push(TimeSpan.FromSeconds(30));
        Assert.Equal(0, await ReadToEndAsync(silent, AmqpPeer.Cancel));
    }

    [Fact]
    public async Task Dropped_connections_end_and_new_ones_find_everything()
    {
        await using var peer = await AmqpPeer.StartAsync();
        await AmqpPeer.SendAsync(await peer.SenderAsync("messages"), "m");
        var ended = new TaskCompletionSource();
        peer.Connection.AddClosedCallback((_, _) => ended.TrySetResult());
        peer.Broker.DropConnections();
        await ended.Task.WaitAsync(AmqpPeer.Cancel);
        Assert.Equal(1, peer.Broker.Count("messages")!.Available);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using var peer = await AmqpPeer.StartAsync();
        var error = Assert.Throws<IOException>(() => LocalBroker.Start(new BrokerOptions { Port = peer.Broker.Port }));
        Assert.Contains($"port {peer.Broker.Port} is in use", error.Message, StringComparison.Ordinal);
    }

    // The handshake's own bytes first; then the end of the stream, or a reset.
    private static async Task<int> ReadToEndAsync(TcpClient client, CancellationToken cancel)
    {
        var buffer = new byte[1024];
        try
        {
            while (await client.GetStream().ReadAsync(buffer, cancel) is > 0)
                continue;
            return 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task<string> RefusedAsync(string condition, Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<AmqpException>(act);
        Assert.Equal(condition, refused.Error.Condition);
        return refused.Error.Description;
    }
}
