using System.Net.Sockets;
using System.Threading.Channels;
using Amqp;
using Amqp.Framing;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>
/// One AMQP connection with one receiving link on a queue or subscription, under lock (peek-lock). It lives once: when link or
/// connection ends, <see cref="Ended"/> says why, and another is opened. A message gives its credit back when it is settled.
/// </summary>
internal sealed class TriggerLink : IAsyncDisposable
{
    private static readonly TimeSpan OpenWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);

    private readonly Connection _connection;
    private readonly ReceiverLink _link;
    private readonly Channel<Message> _messages = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });

    private TriggerLink(Connection connection, ReceiverLink link, Task<string> ended) =>
        (_connection, _link, Ended) = (connection, link, ended);

    /// <summary>Completes when the link or its connection has ended, with the reason.</summary>
    public Task<string> Ended { get; }

    /// <summary>What came, no more than there is credit for; completes when the link ends.</summary>
    public ChannelReader<Message> Messages => _messages.Reader;

    /// <summary>Opens it and asks for so many messages.</summary>
    /// <exception cref="TriggerLinkException">The broker cannot be reached or refuses the link.</exception>
    public static async Task<TriggerLink> OpenAsync(
        BusAddress bus, string entity, string name, int credit, TimeProvider time, CancellationToken cancel)
    {
        var connection = await ConnectAsync(bus, name, time, cancel);
        try
        {
            var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            connection.AddClosedCallback((_, error) => ended.TrySetResult(Describe(error, "the connection ended")));
            var link = new ReceiverLink(new Session(connection), name, Attach(entity, name), (_, attach) =>
            {
                // A refused link is attached without a source and then detached with the reason (AMQP 1.0 §2.6.3).
                if (attach.Source is not null)
                    attached.TrySetResult();
            });
            link.AddClosedCallback((_, error) => ended.TrySetResult(Describe(error, "the link ended")));
            var opened = new TriggerLink(connection, link, ended.Task);

            if (await Task.WhenAny(attached.Task, ended.Task).WaitAsync(OpenWithin, time, cancel) == ended.Task)
                throw new TriggerLinkException(await ended.Task);
            opened.Receive(credit);
            return opened;
        }
        catch (Exception e)
        {
            await CloseAsync(connection);
            if (e is TimeoutException or AmqpException)
                throw new TriggerLinkException(e.Message, e);
            throw;
        }
    }

    /// <summary>Completes a message. False: the link has ended, and the message comes again once its lock is over.</summary>
    public bool Complete(Message message) => Settle(() => _link.Accept(message));

    /// <summary>Gives a message back as failed: the broker counts the delivery and delivers it again.</summary>
    public bool Abandon(Message message) => Settle(() => _link.Modify(message, deliveryFailed: true));

    /// <summary>Lets one more message come.</summary>
    public void AddCredit() => Settle(() => _link.SetCredit(1, CreditMode.Manual));

    /// <summary>Gives back what was fetched and not begun, its delivery uncounted, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_messages.Reader.TryRead(out var message))
            if (!Settle(() => _link.Release(message)))
                break;
        await CloseAsync(_connection);
    }

    private void Receive(int credit)
    {
        // Credit 0 in the library's automatic mode asks for nothing; it is the only way to set the callback before there is credit.
        _link.Start(0, (_, message) => _messages.Writer.TryWrite(message));
        _link.AddClosedCallback((_, _) => _messages.Writer.TryComplete());
        _link.SetCredit(credit, CreditMode.Manual);
    }

    private bool Settle(Action settle)
    {
        if (Ended.IsCompleted)
            return false;
        try
        {
            settle();
            return true;
        }
        catch (Exception e) when (e is AmqpException or IOException or SocketException or InvalidOperationException)
        {
            // It ended meanwhile.
            return false;
        }
    }

    private static Attach Attach(string entity, string name) => new()
    {
        Source = new Source { Address = "/" + entity },
        Target = new Target { Address = name },
        SndSettleMode = SenderSettleMode.Unsettled,
        // Service Bus AMQP protocol guide: second = the message stays locked until it is settled.
        RcvSettleMode = ReceiverSettleMode.Second,
    };

    private static async Task<Connection> ConnectAsync(BusAddress bus, string name, TimeProvider time, CancellationToken cancel)
    {
        var factory = new ConnectionFactory();
        factory.AMQP.ContainerId = name;
        factory.AMQP.HostName = bus.Host;
        factory.AMQP.MaxFrameSize = 64 * 1024;
        factory.AMQP.IdleTimeout = 60_000;
        try
        {
            // The key goes by SASL PLAIN, which Service Bus takes instead of a token.
            var address = new Address(bus.Host, bus.Port, bus.KeyName, bus.Key, "/", "amqp");
            return await factory.CreateAsync(address, cancel).WaitAsync(OpenWithin, time, cancel);
        }
        catch (Exception e) when (e is AmqpException or SocketException or IOException or TimeoutException)
        {
            throw new TriggerLinkException(e.Message, e);
        }
    }

    private static async Task CloseAsync(Connection connection)
    {
        try
        {
            await connection.CloseAsync(CloseWithin, error: null);
        }
        catch (Exception e) when (e is AmqpException or SocketException or IOException or ObjectDisposedException or TimeoutException)
        {
            // The broker went first: closed all the same.
        }
    }

    private static string Describe(Error? error, string otherwise) => error is null ? otherwise : $"{error.Condition}: {error.Description}";
}
