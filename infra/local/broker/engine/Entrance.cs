namespace CcsBridge.Local.Broker;

/// <summary>The sender's side of a queue or topic: quota, duplicates, schedule.</summary>
/// <param name="path">The queue's or topic's name.</param>
/// <param name="duplicates">Null: no duplicate detection.</param>
/// <param name="alarms">Where scheduled messages wait.</param>
/// <param name="bytes">What the entity holds behind this entrance.</param>
/// <param name="enqueue">What to do with a message whose time has come.</param>
internal sealed class Entrance(
    string path, DuplicateWindow? duplicates, Alarms alarms, Func<long> bytes, Action<BrokerMessage, Turn> enqueue)
{
    /// <summary>What an entity may hold, as in the official emulator.</summary>
    public const long Quota = 100 * 1024 * 1024;

    private long _scheduledBytes;

    public string Path => path;

    public int Scheduled { get; private set; }

    /// <summary>Takes all of the messages, each with an id, or none and says why.</summary>
    public Refusal? Take(IReadOnlyList<BrokerMessage> messages, Turn turn)
    {
        if (bytes() + _scheduledBytes + messages.Sum(m => (long)m.Size) > Quota)
            return new Refusal(RefusalKind.QuotaExceeded, $"'{path}' holds as much as it may: {Quota} bytes");
        foreach (var message in messages)
            Take(message, turn);
        return null;
    }

    private void Take(BrokerMessage message, Turn turn)
    {
        if (duplicates is not null && !duplicates.IsNew(message.MessageId!, turn.Now))
        {
            turn.Say(new Happening.Folded(path, message.MessageId!));
            return;
        }

        turn.Say(new Happening.Accepted(path, message.MessageId!));
        if (message.ScheduledEnqueueTime is { } later && later > turn.Now)
            Schedule(message, later, turn);
        else
            enqueue(message, turn);
    }

    private void Schedule(BrokerMessage message, DateTimeOffset later, Turn turn)
    {
        Scheduled++;
        _scheduledBytes += message.Size;
        turn.Say(new Happening.Scheduled(path, message.MessageId!, later));
        alarms.Set(later, due =>
        {
            Scheduled--;
            _scheduledBytes -= message.Size;
            enqueue(message, due);
        });
    }
}
