using System.Text;
using Amqp;
using Amqp.Framing;
using CcsBridge.Local.FunctionsRuntime;

namespace CcsBridge.Local.Bus;

/// <summary>A plain AMQP client, as any app in any language has one: puts messages on queues and reads events from subscriptions.</summary>
internal sealed class PlainBus : IAsyncDisposable
{
    private readonly Connection _connection;

    private PlainBus(Connection connection) => _connection = connection;

    public static async Task<PlainBus> OpenAsync(BusAddress bus, CancellationToken cancel)
    {
        var factory = new ConnectionFactory();
        factory.AMQP.HostName = bus.Host;
        // The key goes by SASL PLAIN, which Service Bus takes instead of a token.
        return new PlainBus(await factory.CreateAsync(new Address(bus.Host, bus.Port, bus.KeyName, bus.Key, "/", "amqp"), cancel));
    }

    /// <summary>Puts JSON on a queue; returns when the broker has it.</summary>
    public async Task SendAsync(string queue, string messageId, string json, CancellationToken cancel)
    {
        var session = new Session(_connection);
        var link = new SenderLink(session, $"to-{queue}-{messageId}", queue);
        using var message = new Message { BodySection = new Data { Binary = Encoding.UTF8.GetBytes(json) }, Properties = new Properties { MessageId = messageId } };
        await link.SendAsync(message).WaitAsync(cancel);
        await session.CloseAsync();
    }

    /// <summary>Watches a subscription (or a queue's dead letters) from now on, and takes what it sees.</summary>
    public BusWatch Watch(string entity) => new(new ReceiverLink(new Session(_connection), $"watch-{entity}", entity));

    public async ValueTask DisposeAsync() => await _connection.CloseAsync();
}
