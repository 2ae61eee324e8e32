using System.Security.Cryptography;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using CcsBridge.Local;
using CcsBridge.Local.Broker;

namespace CcsBridge.Tests.Local.Broker;

/// <summary>A broker with a clock that can be pushed, and one plain AMQP client of it.</summary>
internal sealed class AmqpPeer : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private Session _session = null!;
    private ReceiverLink _replies = null!;
    private SenderLink _requests = null!;
    private int _links;

    private AmqpPeer(TimeProvider time, Topology? topology)
    {
        Clock = new OffsetTimeProvider(time);
        Broker = LocalBroker.Start(new BrokerOptions { Time = Clock, Topology = topology });
    }

    public static Task<AmqpPeer> StartAsync(string? plainKey = null) => StartAsync(TimeProvider.System, null, plainKey);

    /// <summary>With other entities than the product's, and a clock that goes on by <paramref name="time"/> when nobody pushes it.</summary>
    public static async Task<AmqpPeer> StartAsync(TimeProvider time, Topology? topology, string? plainKey = null)
    {
        var peer = new AmqpPeer(time, topology);
        await peer.ConnectAsync(plainKey);
        return peer;
    }

    public async Task ConnectAsync(string? plainKey = null)
    {
        var factory = new ConnectionFactory();
        factory.SASL.Profile = Amqp.Sasl.SaslProfile.Anonymous;
        var user = plainKey is null ? null : "RootManageSharedAccessKey";
        Connection = await factory.CreateAsync(new Address("127.0.0.1", Broker.Port, user, plainKey, "/", "amqp"), Cancel);
        _session = new Session(Connection);
        var replies = new Attach { Source = new Source { Address = "$cbs" }, Target = new Target { Address = "me" } };
        _replies = new ReceiverLink(_session, "cbs-replies", replies, null);
        _requests = new SenderLink(_session, "cbs-requests", "$cbs");
    }

    public LocalBroker Broker { get; }

    public OffsetTimeProvider Clock { get; }

    public Connection Connection { get; private set; } = null!;

    /// <summary>A fresh deadline for every wait.</summary>
    public static CancellationToken Cancel => new CancellationTokenSource(Deadline).Token;

    public async Task<int> PutTokenAsync(string entity, string key = "SAS_KEY_VALUE", string name = "RootManageSharedAccessKey")
    {
        var resource = Uri.EscapeDataString($"amqp://127.0.0.1/{entity}");
        var expiry = Clock.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds();
        var signature = Uri.EscapeDataString(Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{resource}\n{expiry}"))));
        await _requests.SendAsync(new Message($"SharedAccessSignature sr={resource}&sig={signature}&se={expiry}&skn={name}")
        {
            Properties = new Properties { MessageId = "request1", ReplyTo = "me" },
            ApplicationProperties = new()
            {
                ["operation"] = "put-token",
                ["type"] = "servicebus.windows.net:sastoken",
                ["name"] = $"amqp://127.0.0.1/{entity}",
            },
        });
        var reply = await _replies.ReceiveAsync(Deadline);
        Assert.Equal("request1", reply.Properties.CorrelationId);
        return (int)reply.ApplicationProperties["status-code"];
    }

    public async Task<SenderLink> SenderAsync(string entity)
    {
        Assert.Equal(202, await PutTokenAsync(entity));
        return await AttachSenderAsync(new Target { Address = "/" + entity });
    }

    public async Task<SenderLink> AttachSenderAsync(object target)
    {
        var attached = new TaskCompletionSource<Attach>();
        var attach = new Attach { Source = new Source(), Target = target };
        var link = new SenderLink(_session, $"sender-{++_links}", attach, (_, answer) => attached.TrySetResult(answer));
        await OpenedAsync(link, attached, answer => answer.Target);
        Assert.Equal(262_144ul, (await attached.Task).MaxMessageSize);
        return link;
    }

    public async Task<ReceiverLink> ReceiverAsync(string entity, SenderSettleMode mode = SenderSettleMode.Unsettled, Map? filters = null)
    {
        Assert.Equal(202, await PutTokenAsync(entity));
        return await AttachReceiverAsync(entity, mode, filters);
    }

    public async Task<ReceiverLink> AttachReceiverAsync(
        string entity, SenderSettleMode mode = SenderSettleMode.Unsettled, Map? filters = null)
    {
        var attached = new TaskCompletionSource<Attach>();
        var source = new Source { Address = entity, FilterSet = filters };
        var attach = new Attach { Source = source, Target = new Target(), SndSettleMode = mode, RcvSettleMode = ReceiverSettleMode.Second };
        var link = new ReceiverLink(_session, $"receiver-{++_links}", attach, (_, answer) => attached.TrySetResult(answer));
        await OpenedAsync(link, attached, answer => answer.Source);
        return link;
    }

    /// <summary>A pair of links to the entity's <c>$management</c>, with a token for just that.</summary>
    public async Task<ManagementPair> ManagementAsync(string entity)
    {
        Assert.Equal(202, await PutTokenAsync($"{entity}/$management"));
        return await AttachManagementAsync(entity);
    }

    public async Task<ManagementPair> AttachManagementAsync(string entity)
    {
        var requests = await AttachSenderAsync(new Target { Address = $"{entity}/$management" });
        var replyTo = $"replies-{++_links}";
        var replies = new Attach { Source = new Source { Address = $"{entity}/$management" }, Target = new Target { Address = replyTo } };
        return new ManagementPair(requests, new ReceiverLink(_session, $"management-{_links}", replies, null), replyTo);
    }

    public static async Task<Message> ReceiveAsync(ReceiverLink link)
    {
        link.SetCredit(1, CreditMode.Manual);
        return await NextAsync(link);
    }

    public static async Task<Message> NextAsync(ReceiverLink link) =>
        await link.ReceiveAsync(Deadline) ?? throw new TimeoutException("no message within the deadline");

    public static Task SendAsync(SenderLink link, string id, string body = "body", Action<Message>? change = null)
    {
        var message = new Message
        {
            Properties = new Properties { MessageId = id },
            BodySection = new Data { Binary = Encoding.UTF8.GetBytes(body) },
        };
        change?.Invoke(message);
        return link.SendAsync(message, Deadline);
    }

    public ValueTask DisposeAsync() => Broker.DisposeAsync();

    // A refused attach is answered with an attach without its terminus, then a detach with the error.
    private static async Task OpenedAsync(Link link, TaskCompletionSource<Attach> attached, Func<Attach, object?> terminus)
    {
        var closed = new TaskCompletionSource<Error>();
        link.AddClosedCallback((_, error) => closed.TrySetResult(error));
        await Task.WhenAny(attached.Task, closed.Task).WaitAsync(Cancel);
        if (!attached.Task.IsCompleted || terminus(await attached.Task) is null)
            throw new AmqpException(await closed.Task.WaitAsync(Cancel));
    }
}
