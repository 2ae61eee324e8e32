using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using CcsBridge.Local.Broker;
using Microsoft.Extensions.Time.Testing;

namespace CcsBridge.Tests.Local.Broker.Model;

/// <summary>
/// The queue under test in a broker, by AMQP: one plain client, whose clock stands still but for a script's steps. Every other settlement
/// goes over the link, the rest over <c>$management</c>.
/// </summary>
internal sealed class AmqpQueue : IAsyncDisposable
{
    private readonly ConcurrentQueue<Seen.Confirmed> _confirmed = [];
    private readonly List<(Place From, Message Message)> _deliveries = [];
    private readonly AmqpPeer _peer;
    private readonly SenderLink _sender;
    private readonly SenderLink _other;
    private readonly AmqpInbox[] _inboxes;
    private readonly ManagementPair[] _management;
    private int _sends;
    private int _echoes;

    private AmqpQueue(AmqpPeer peer, SenderLink sender, SenderLink other, AmqpInbox[] inboxes, ManagementPair[] management) =>
        (_peer, _sender, _other, _inboxes, _management) = (peer, sender, other, inboxes, management);

    public static async Task<AmqpQueue> StartAsync()
    {
        var peer = await AmqpPeer.StartAsync(new FakeTimeProvider(Script.Start), QueueRules.Topology);
        return new(
            peer,
            await peer.SenderAsync(QueueRules.Name),
            await peer.SenderAsync(QueueRules.Other),
            [new(await peer.ReceiverAsync(QueueRules.Name)), new(await peer.ReceiverAsync(QueueRules.DeadLetters))],
            [await peer.ManagementAsync(QueueRules.Name), await peer.ManagementAsync(QueueRules.DeadLetters)]);
    }

    public async Task<IReadOnlyList<Seen>> OnAsync(Step step)
    {
        _peer.Clock.Push(step.At - _peer.Clock.GetUtcNow());
        var answer = await DoAsync(step);
        await EchoAsync();
        var given = new List<(Place From, Message Message)>();
        foreach (var place in Enum.GetValues<Place>())
            given.AddRange(_inboxes[(int)place].Take().Select(message => (place, message)));
        _deliveries.AddRange(given);
        IEnumerable<Seen> confirmed = [.. _confirmed];
        _confirmed.Clear();
        return Seen.InOrder([.. confirmed, .. given.Select(one => Read(one.From, one.Message)), .. answer, Counts()]);
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private async Task<IEnumerable<Seen>> DoAsync(Step step)
    {
        switch (step.Does)
        {
            case Command.Send send: Send(send, step.At); break;
            case Command.Hold: _peer.Broker.Hold(QueueRules.Name); break;
            case Command.EndHold: _peer.Broker.EndHold(QueueRules.Name); break;
            case Command.Settle settle when _deliveries.Count > 0: return [await SettleAsync(settle)];
            case Command.Receive receive: await ReceiveAsync(receive); break;
        }

        return [];
    }

    private async Task ReceiveAsync(Command.Receive receive)
    {
        var inbox = _inboxes[(int)receive.From];
        await EchoAsync();
        inbox.AskForOne();
        if (receive.Waits)
            return;
        await EchoAsync();
        inbox.AskForNone();
    }

    // What the broker did before it had this message is here before its word on it.
    private Task EchoAsync() => AmqpPeer.SendAsync(_other, $"echo {++_echoes}");

    private void Send(Command.Send send, DateTimeOffset now)
    {
        var message = new Message
        {
            Header = new Header(),
            MessageAnnotations = new MessageAnnotations(),
            Properties = new Properties { MessageId = send.Id },
            BodySection = new Data { Binary = "body"u8.ToArray() },
        };
        if (send.TimeToLive is { } life)
            message.Header.Ttl = (uint)life.TotalMilliseconds;
        if (send.KeptBack is { } kept)
            message.MessageAnnotations[new Symbol("x-opt-scheduled-enqueue-time")] = (now + kept).UtcDateTime;
        var number = ++_sends;
        _sender.Send(message, (_, _, outcome, _) => Answered(number, outcome), null);
    }

    private void Answered(int send, Outcome outcome)
    {
        if (outcome is Accepted)
            _confirmed.Enqueue(new(send));
    }

    private async Task<Seen> SettleAsync(Command.Settle settle)
    {
        var index = _deliveries.Count - 1 - (settle.Back % _deliveries.Count);
        var (from, message) = _deliveries[index];
        // Management cannot release; and what it refuses can be asked again, which the library does not let a link do.
        var overLink = settle.How == Ending.Release || (index % 2 == 0 && (from, settle.How) != (Place.DeadLetters, Ending.DeadLetter));
        if (!overLink)
            return Word(await AskAsync(_management[(int)from], message, settle.How));

        var since = (int)_peer.Broker.Happenings.Count;
        _inboxes[(int)from].Settle(message, settle.How);
        await EchoAsync();
        return _peer.Broker.Happenings.Log.Skip(since).Any(happening => happening is Happening.Settled)
            ? new Seen.Settled() : new Seen.NotSettled();
    }

    private static Task<Message> AskAsync(ManagementPair management, Message message, Ending how) => how switch
    {
        Ending.Complete => management.SettleAsync(message, "completed"),
        Ending.Abandon => management.SettleAsync(message, "abandoned"),
        _ => management.SettleAsync(message, "suspended", QueueRules.Reason, "by a test"),
    };

    private static Seen Word(Message answer) => ManagementPair.Word(answer).Code is 200 ? new Seen.Settled() : new Seen.NotSettled();

    private static Seen.Given Read(Place from, Message message) => new(
        from,
        message.Properties.MessageId,
        (long)message.MessageAnnotations[new Symbol("x-opt-sequence-number")],
        (int)message.Header.DeliveryCount,
        (DateTime)message.MessageAnnotations[new Symbol("x-opt-enqueued-time")],
        (DateTime)message.MessageAnnotations[new Symbol("x-opt-locked-until")],
        message.ApplicationProperties?["DeadLetterReason"] as string);

    private Seen.Counts Counts()
    {
        var (queue, dead) = (_peer.Broker.Count(QueueRules.Name)!, _peer.Broker.Count(QueueRules.DeadLetters)!);
        return new(queue.Available, queue.Locked, queue.Scheduled, dead.Available, dead.Locked);
    }
}
