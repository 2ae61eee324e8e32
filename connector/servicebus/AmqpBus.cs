using System.Globalization;

namespace CcsBridge.ServiceBus;

/// <summary>
/// Service Bus over AMQP 1.0: one connection, a link for each entity that is used, all opened when first wanted and again after they end.
/// Notices come from any thread; who hears them must not wait there.
/// </summary>
public sealed class AmqpBus : IBus
{
    private readonly TimeProvider _time;
    private readonly Random _jitter;
    private readonly Action<BusNotice> _notice;
    private readonly CancellationTokenSource _stop = new();
    private readonly BusConnection _connection;
    private readonly LinkOpener _opener;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, EntitySender> _senders = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, EntityManagement> _management = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<QueueReceiver> _receivers = [];
    private bool _closed;

    public AmqpBus(ServiceBusConnectionString target, TimeProvider time, Random jitter, Action<BusNotice> notice)
        : this(target, new SasTokens(target, time).GetAsync, time, jitter, notice)
    {
    }

    internal AmqpBus(ServiceBusConnectionString target, TokenSource tokens, TimeProvider time, Random jitter, Action<BusNotice> notice)
    {
        _time = time;
        _jitter = jitter;
        _notice = notice;
        var container = string.Create(CultureInfo.InvariantCulture, $"ccsbridge-{jitter.Next():x8}");
        _connection = new BusConnection(target, container, time, _stop.Token);
        _opener = new LinkOpener(target.Host, _connection, tokens, time);
    }

    /// <exception cref="ArgumentException">A property has a type that AMQP lacks.</exception>
    public async Task<SendOutcome> SendAsync(string entity, BusMessage message, CancellationToken cancel)
    {
        var sender = SenderOf(entity);
        var sent = sender.SendAsync(message, cancel);
        // After the send is listed: what becomes of the first try to open the link is its answer.
        sender.Start(() => RunAsync(sender, Loop(entity, sender.Create, sender.Hear)));
        // A loop ends by the stop or by a bug; the bug is thrown here rather than hidden behind sends that time out.
        if (sender.Loop.IsFaulted) await sender.Loop;
        return await sent;
    }

    public IBusReceiver OpenReceiver(string queue)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var receiver = new QueueReceiver(queue, new LockOperations(ManagementOf(queue)), _time, _stop.Token);
            _receivers.Add(receiver);
            receiver.Run((r, stop) => Loop(queue, r.Create, r.Hear).RunAsync(stop));
            return receiver;
        }
    }

    /// <summary>Gives back what was received and not taken, answers every send that waits, and closes within about 10 s.</summary>
    public async ValueTask DisposeAsync()
    {
        QueueReceiver[] receivers;
        EntitySender[] senders;
        EntityManagement[] management;
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            receivers = [.. _receivers];
            senders = [.. _senders.Values];
            management = [.. _management.Values];
        }

        foreach (var receiver in receivers) await receiver.DisposeAsync();
        _stop.Cancel();
        await Task.WhenAll(senders.Select(sender => sender.Loop));
        foreach (var node in management) await node.DisposeAsync();
        await _connection.CloseAsync();
        _stop.Dispose();
    }

    private EntitySender SenderOf(string entity)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_senders.TryGetValue(entity, out var sender)) _senders[entity] = sender = new EntitySender(entity, _time);
            return sender;
        }
    }

    private EntityManagement ManagementOf(string entity)
    {
        if (_management.TryGetValue(entity, out var known)) return known;
        var node = $"{entity}/$management";
        return _management[entity] = new EntityManagement(node, _time, (pair, hear) => Loop(node, pair.Create, hear), _stop.Token);
    }

    private async Task RunAsync(EntitySender sender, LinkLoop loop)
    {
        try
        {
            await loop.RunAsync(_stop.Token);
        }
        finally
        {
            sender.End(new SendOutcome.Unknown("the bus was closed"));
        }
    }

    // Each loop has its own chance: Random is not for many threads.
    private LinkLoop Loop(string entity, CreateLink create, Action<LinkNews> tell)
    {
        int seed;
        lock (_gate) seed = _jitter.Next();
        return new LinkLoop(entity, _opener, create, tell, _time, new Backoff(new Random(seed)), _notice);
    }
}
