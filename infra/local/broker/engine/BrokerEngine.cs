namespace CcsBridge.Local.Broker;

/// <summary>
/// The broker without its wire: queues, topics, locks, dead letters, duplicates, schedules. Pure: no socket, clock, timer, task or
/// chance of its own; time comes in with every call, guids from the delegate. Not thread-safe: its owner calls it from one place.
/// </summary>
internal sealed class BrokerEngine
{
    private readonly Alarms _alarms = new();
    private readonly Locks _locks;
    private readonly Entities _entities;
    private readonly Dictionary<ReceiverId, (Receiver Receiver, MessageQueue Queue)> _receivers = [];
    private readonly Holds<SendId> _confirmations = new();
    private readonly Holds<BrokerInput.Settle> _settlements = new();
    private readonly Func<Guid> _newGuid;

    /// <param name="topology">The entities; fixed for the engine's life.</param>
    /// <param name="newGuid">Lock tokens, and ids for messages without one. With <see cref="CountedGuids"/> runs repeat.</param>
    public BrokerEngine(Topology topology, Func<Guid> newGuid)
    {
        _newGuid = newGuid;
        _locks = new Locks(newGuid);
        _entities = new Entities(topology, _alarms, _locks);
    }

    /// <summary>When to call again at the latest (with <see cref="BrokerInput.Tick"/>); null: nothing is due.</summary>
    public DateTimeOffset? NextDue => _alarms.Next;

    /// <summary>Messages sent to a topic that matched none of its subscriptions.</summary>
    public long Unmatched => _entities.Unmatched;

    /// <summary>Rules that messages sent to topics were held against, the monitors' not counted.</summary>
    public long FilterEvaluations => _entities.FilterEvaluations;

    /// <summary>Null if messages can be sent there, else why not.</summary>
    public Refusal? MaySend(string entity) =>
        _entities.Entrance(entity) is not null ? null
        : _entities.Queue(entity) is { } queue ? new Refusal(RefusalKind.NotAllowed,
            $"'{queue.Path}' cannot be sent to: only queues and topics can")
        : NotFound(entity);

    /// <summary>Null if messages can be received there, else why not.</summary>
    public Refusal? MayReceive(string entity) =>
        _entities.Queue(entity) is not null ? null
        : _entities.Entrance(entity) is { } topic ? new Refusal(RefusalKind.NotAllowed,
            $"'{topic.Path}' is a topic: receive from one of its subscriptions, {topic.Path}/Subscriptions/...")
        : NotFound(entity);

    /// <summary>What the queue, subscription or dead-letter queue holds; null: there is no such entity.</summary>
    public EntityCounts? Count(string entity) => _entities.Queue(entity) is { } queue
        ? new EntityCounts(queue.Available, queue.Locked, _entities.Entrance(entity)?.Scheduled ?? 0)
        : null;

    /// <summary>The path of the entity that gave this lock; null: it is over.</summary>
    public string? LockedAt(Guid lockToken) => _locks.Find(lockToken)?.Queue.Path;

    /// <summary>Everything that can be received from, dead-letter queues and monitors included.</summary>
    public IEnumerable<string> ReceivableEntities => _entities.Queues.Select(q => q.Path);

    /// <summary>
    /// One step. What is due at <paramref name="now"/> comes before the input: a lock that is over is over, whoever asks.
    /// </summary>
    public IReadOnlyList<BrokerEffect> On(BrokerInput input, DateTimeOffset now)
    {
        var turn = new Turn(now);
        _alarms.Ring(turn);
        switch (input)
        {
            case BrokerInput.Send send: Send(send, turn); break;
            case BrokerInput.OpenReceiver open: Open(open, turn); break;
            case BrokerInput.Credit credit: Credit(credit, turn); break;
            case BrokerInput.Drain drain: Drain(drain, turn); break;
            case BrokerInput.CloseReceiver close: Close(close, turn); break;
            case BrokerInput.Settle settle: Hear(settle, turn); break;
            case BrokerInput.RenewLock renew: RenewLock(renew, turn); break;
            case BrokerInput.Hold hold: Hold(hold.Entity); break;
            case BrokerInput.EndHold end: EndHold(end.Entity, turn); break;
            case BrokerInput.HoldSettlements hold: HoldSettlements(hold.Entity); break;
            case BrokerInput.EndHoldSettlements end: EndHoldSettlements(end.Entity, turn); break;
            case BrokerInput.Tick: break;
            default: throw new InvalidOperationException($"{input} is no input this engine knows");
        }

        return turn.Effects;
    }

    private void Send(BrokerInput.Send send, Turn turn)
    {
        if (MaySend(send.Entity) is { } no)
        {
            turn.Do(new BrokerEffect.Refused(send.Id, no));
            return;
        }

        var entrance = _entities.Entrance(send.Entity)!;
        var messages = send.Messages.Select(WithId).ToList();
        if (entrance.Take(messages, turn) is { } full)
        {
            turn.Do(new BrokerEffect.Refused(send.Id, full));
            return;
        }

        if (!_confirmations.Keeps(entrance.Path, send.Id))
        {
            turn.Do(new BrokerEffect.Confirmed(send.Id));
            return;
        }

        foreach (var message in messages)
            turn.Say(new Happening.ConfirmationHeld(entrance.Path, message.MessageId!));
    }

    // Service Bus assigns one, and its JavaScript client cannot settle without.
    private BrokerMessage WithId(BrokerMessage message) =>
        message.MessageId is null ? message with { MessageId = _newGuid().ToString("N") } : message;

    private void Open(BrokerInput.OpenReceiver open, Turn turn)
    {
        if (MayReceive(open.Entity) is { } no)
            throw new ArgumentException(no.Text);
        var receiver = new Receiver(open.Id, open.AndDelete);
        var queue = _entities.Queue(open.Entity)!;
        _receivers.Add(open.Id, (receiver, queue));
        queue.Open(receiver);
        turn.Say(new Happening.ReceiverOpened(queue.Path));
    }

    private void Credit(BrokerInput.Credit credit, Turn turn)
    {
        if (!_receivers.TryGetValue(credit.Id, out var open))
            return;
        open.Receiver.MayHave(credit.Limit);
        open.Queue.Serve(turn);
    }

    // Everything available has been given out under the credit already: what is left of it is void.
    private void Drain(BrokerInput.Drain drain, Turn turn)
    {
        if (!_receivers.TryGetValue(drain.Id, out var open))
            return;
        open.Receiver.Drain();
        turn.Do(new BrokerEffect.Drained(drain.Id));
    }

    private void Close(BrokerInput.CloseReceiver close, Turn turn)
    {
        if (!_receivers.Remove(close.Id, out var open))
            return;
        open.Queue.Close(open.Receiver);
        turn.Say(new Happening.ReceiverClosed(open.Queue.Path));
    }

    private void Hear(BrokerInput.Settle settle, Turn turn)
    {
        if (_locks.Find(settle.LockToken) is { } held && _settlements.Keeps(held.Queue.Path, settle))
            turn.Say(new Happening.SettlementHeld(held.Queue.Path, held.Message.Id));
        else
            Settle(settle, turn);
    }

    private void Settle(BrokerInput.Settle settle, Turn turn)
    {
        var answer = _locks.Find(settle.LockToken) is { } held
            ? held.Queue.Settle(held.Message, settle.How, turn)
            : LockLost(settle.LockToken);
        turn.Do(answer is null
            ? new BrokerEffect.Settled(settle.Asker, settle.LockToken)
            : new BrokerEffect.NotSettled(settle.Asker, settle.LockToken, answer));
    }

    private void RenewLock(BrokerInput.RenewLock renew, Turn turn)
    {
        foreach (var token in renew.LockTokens)
        {
            if (_locks.Find(token) is not null)
                continue;
            turn.Do(new BrokerEffect.LockNotRenewed(renew.Id, LockLost(token)));
            return;
        }

        var until = renew.LockTokens.Select(_locks.Find).Select(held => held!.Value.Queue.Renew(held.Value.Message, turn)).ToList();
        turn.Do(new BrokerEffect.LockRenewed(renew.Id, until));
    }

    private void Hold(string entity)
    {
        if (MaySend(entity) is { } no)
            throw new ArgumentException(no.Text);
        _confirmations.Begin(entity);
    }

    private void EndHold(string entity, Turn turn)
    {
        foreach (var send in _confirmations.End(entity))
            turn.Do(new BrokerEffect.Confirmed(send));
    }

    private void HoldSettlements(string entity)
    {
        if (MayReceive(entity) is { } no)
            throw new ArgumentException(no.Text);
        _settlements.Begin(entity);
    }

    // Heard only now: a lock that ran out meanwhile is over for them, too.
    private void EndHoldSettlements(string entity, Turn turn)
    {
        foreach (var settle in _settlements.End(entity))
            Settle(settle, turn);
    }

    private static Refusal LockLost(Guid token) =>
        new(RefusalKind.LockLost, $"the lock {token} is over: it ran out, or the message was settled already");

    private static Refusal NotFound(string entity) => new(RefusalKind.NotFound, $"there is no entity '{entity}' in this broker's topology");
}
