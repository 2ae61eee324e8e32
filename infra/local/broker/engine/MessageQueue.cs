namespace CcsBridge.Local.Broker;

/// <summary>
/// Where messages wait to be received: a queue, a subscription, or the dead-letter queue of either (then without one of its own).
/// </summary>
internal sealed class MessageQueue(string path, DeliverySettings settings, Alarms alarms, Locks locks, MessageQueue? deadLetters)
{
    private readonly SortedSet<StoredMessage> _available = new(Comparer<StoredMessage>.Create(
        static (a, b) => a.SequenceNumber.CompareTo(b.SequenceNumber)));

    private readonly Receivers _receivers = new();
    private long _lastSequenceNumber;
    private int _locked;
    private long _bytes;

    public string Path => path;

    /// <summary>What it holds, with its dead-letter queue.</summary>
    public long Bytes => _bytes + (deadLetters?.Bytes ?? 0);

    public int Available => _available.Count;

    public int Locked => _locked;

    /// <param name="message">With its id.</param>
    /// <param name="enqueuedSequenceNumber">The topic's number for it; null: it has none.</param>
    /// <param name="turn">Gives the enqueued time.</param>
    public void Enqueue(BrokerMessage message, long? enqueuedSequenceNumber, Turn turn)
    {
        var timeToLive = Shorter(message.TimeToLive, settings.TimeToLive);
        var number = ++_lastSequenceNumber;
        Add(new StoredMessage
        {
            Message = message with { TimeToLive = timeToLive },
            SequenceNumber = number,
            EnqueuedTime = turn.Now,
            EnqueuedSequenceNumber = enqueuedSequenceNumber ?? number,
            ExpiresAt = timeToLive is { } life && life < DateTimeOffset.MaxValue - turn.Now ? turn.Now + life : null,
        }, turn);
    }

    public void Open(Receiver receiver) => _receivers.Add(receiver);

    public void Close(Receiver receiver) => _receivers.Remove(receiver);

    /// <summary>Gives out what is available while someone has credit.</summary>
    public void Serve(Turn turn)
    {
        while (_available.Min is { } message && _receivers.Next() is { } receiver)
        {
            _available.Remove(message);
            alarms.Cancel(message.Alarm);
            receiver.Spend();
            Give(message, receiver, turn);
        }
    }

    /// <summary>Ends a lock as its receiver wishes; a refusal leaves it locked.</summary>
    public Refusal? Settle(StoredMessage message, Settlement how, Turn turn)
    {
        if (how is Settlement.DeadLetter && deadLetters is null)
            return new Refusal(RefusalKind.NotAllowed, $"a message in the dead-letter queue '{path}' cannot be dead-lettered again");

        Unlock(message);
        turn.Say(new Happening.Settled(path, message.Id, how));
        switch (how)
        {
            case Settlement.Complete:
                _bytes -= message.Message.Size;
                break;
            case Settlement.Release:
                GiveBack(message, turn);
                break;
            case Settlement.Abandon abandon:
                Replace(message, message.Message.With(abandon.Properties));
                CountAndGiveBack(message, turn);
                break;
            case Settlement.DeadLetter dead:
                Replace(message, message.Message.With(dead.Properties));
                DeadLetter(message, dead.Reason, dead.Description, turn);
                break;
            default:
                throw new InvalidOperationException($"{how} is no settlement this queue knows");
        }

        return null;
    }

    /// <summary>Lets a lock run for the whole lock duration from now; until when.</summary>
    public DateTimeOffset Renew(StoredMessage message, Turn turn)
    {
        alarms.Cancel(message.Alarm);
        var until = StartLock(message, turn);
        turn.Say(new Happening.LockRenewed(path, message.Id, until));
        return until;
    }

    private void Add(StoredMessage message, Turn turn)
    {
        _bytes += message.Message.Size;
        turn.Say(new Happening.Enqueued(path, message.Id, message.SequenceNumber));
        GiveBack(message, turn);
    }

    private void Give(StoredMessage message, Receiver receiver, Turn turn)
    {
        DateTimeOffset? lockedUntil = null;
        Guid token;
        if (receiver.AndDelete)
        {
            token = locks.NewToken();
            _bytes -= message.Message.Size;
        }
        else
        {
            token = locks.Add(this, message);
            message.LockToken = token;
            lockedUntil = StartLock(message, turn);
            _locked++;
        }

        turn.Do(new BrokerEffect.Deliver(receiver.Id, new BrokerDelivery(
            message.Message, token, message.SequenceNumber, message.EnqueuedSequenceNumber, message.EnqueuedTime,
            lockedUntil, message.DeliveryCount, message.DeadLetterSource)));
        turn.Say(new Happening.Delivered(path, message.Id, message.SequenceNumber, message.DeliveryCount));
    }

    private DateTimeOffset StartLock(StoredMessage message, Turn turn)
    {
        var until = turn.Now + settings.LockDuration;
        message.Alarm = alarms.Set(until, late => LockExpired(message, late));
        return until;
    }

    private void LockExpired(StoredMessage message, Turn turn)
    {
        Unlock(message);
        turn.Say(new Happening.LockExpired(path, message.Id));
        CountAndGiveBack(message, turn);
    }

    private void Unlock(StoredMessage message)
    {
        alarms.Cancel(message.Alarm);
        locks.Remove(message.LockToken!.Value);
        message.LockToken = null;
        _locked--;
    }

    private void CountAndGiveBack(StoredMessage message, Turn turn)
    {
        message.DeliveryCount++;
        if (deadLetters is not null && message.DeliveryCount >= settings.MaxDeliveryCount)
            DeadLetter(message, "MaxDeliveryCountExceeded",
                $"Message could not be consumed after {message.DeliveryCount} delivery attempts.", turn);
        else
            GiveBack(message, turn);
    }

    // A locked message does not expire under its holder: its time is looked at when it comes back.
    private void GiveBack(StoredMessage message, Turn turn)
    {
        if (message.ExpiresAt <= turn.Now)
        {
            Expire(message, turn);
            return;
        }

        message.Alarm = message.ExpiresAt is { } end ? alarms.Set(end, late => ExpireAvailable(message, late)) : null;
        _available.Add(message);
        Serve(turn);
    }

    private void ExpireAvailable(StoredMessage message, Turn turn)
    {
        _available.Remove(message);
        Expire(message, turn);
    }

    private void Expire(StoredMessage message, Turn turn)
    {
        if (settings.DeadLetterOnExpiration)
        {
            DeadLetter(message, "TTLExpiredException", "The message expired and was dead lettered.", turn);
            return;
        }

        _bytes -= message.Message.Size;
        turn.Say(new Happening.Dropped(path, message.Id));
    }

    private void DeadLetter(StoredMessage message, string? reason, string? description, Turn turn)
    {
        _bytes -= message.Message.Size;
        var why = new Dictionary<string, object>();
        if (reason is not null)
            why["DeadLetterReason"] = reason;
        if (description is not null)
            why["DeadLetterErrorDescription"] = description;
        turn.Say(new Happening.DeadLettered(path, message.Id, reason));
        deadLetters!.TakeDead(message, message.Message.With(why), path, turn);
    }

    // Own sequence number, no time to live; everything else as it was.
    private void TakeDead(StoredMessage dead, BrokerMessage message, string source, Turn turn) =>
        Add(new StoredMessage
        {
            Message = message,
            SequenceNumber = ++_lastSequenceNumber,
            EnqueuedTime = dead.EnqueuedTime,
            EnqueuedSequenceNumber = dead.EnqueuedSequenceNumber,
            DeliveryCount = dead.DeliveryCount,
            DeadLetterSource = source,
        }, turn);

    private void Replace(StoredMessage stored, BrokerMessage message)
    {
        _bytes += message.Size - stored.Message.Size;
        stored.Message = message;
    }

    internal static TimeSpan? Shorter(TimeSpan? a, TimeSpan? b) => a is null ? b : b is null ? a : a < b ? a : b;
}
