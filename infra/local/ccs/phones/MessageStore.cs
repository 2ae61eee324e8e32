using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs.Phones;

/// <summary>A message that CCS keeps for a phone, and when its time to live is over.</summary>
internal sealed record StoredMessage(DownstreamRequest Request, string Sender, DateTimeOffset Ends)
{
    public string? CollapseKey => Request.CollapseKey;
}

/// <summary>A message that its phone will never get, and why.</summary>
internal sealed record DroppedMessage(string MessageId, string Why);

/// <summary>
/// What CCS keeps for a phone that is offline: 100 messages without a collapse key, where one more discards them all; and the newest
/// message of each of 4 collapse keys (CCS reference, "Downstream storage and throttling"). Which four stay was never said: the newest do.
/// </summary>
internal sealed class MessageStore
{
    public const int MostPlain = 100;
    public const int MostKeys = 4;

    private readonly List<StoredMessage> _messages = [];

    /// <summary>Messages that were discarded together since the app was installed; a real app is told when it is back.</summary>
    public int Discarded { get; private set; }

    public int Count(DateTimeOffset now) => _messages.Count(m => m.Ends > now);

    public bool Has(string messageId) => _messages.Any(m => m.Request.MessageId == messageId);

    /// <summary>Keeps a message, if its time to live lets it; gives those that went, which may be the message itself.</summary>
    public IReadOnlyList<DroppedMessage> Add(StoredMessage message, DateTimeOffset now)
    {
        var dropped = Drop(m => m.CollapseKey is { } key && key == message.CollapseKey, "A newer message has its collapse key.");
        _messages.Add(message);
        dropped.AddRange(Drop(m => m.Ends <= now, "Its time to live is over."));
        if (_messages.Count(m => m.CollapseKey is null) > MostPlain)
        {
            var all = Drop(m => m.CollapseKey is null, $"More than {MostPlain} messages waited; all were discarded.");
            Discarded += all.Count;
            dropped.AddRange(all);
        }

        if (_messages.Count(m => m.CollapseKey is not null) > MostKeys)
        {
            var oldest = _messages.First(m => m.CollapseKey is not null);
            dropped.AddRange(Drop(m => m == oldest, $"More than {MostKeys} collapse keys waited; this was the oldest."));
        }

        return dropped;
    }

    /// <summary>Takes out all messages: those whose time has not ended, oldest first, and the others.</summary>
    public (IReadOnlyList<StoredMessage> Kept, IReadOnlyList<DroppedMessage> Dropped) Take(DateTimeOffset now)
    {
        var dropped = Drop(m => m.Ends <= now, "Its time to live is over.");
        StoredMessage[] kept = [.. _messages];
        _messages.Clear();
        return (kept, dropped);
    }

    /// <summary>The app is gone, and with it what waited for it.</summary>
    public void Clear()
    {
        _messages.Clear();
        Discarded = 0;
    }

    private List<DroppedMessage> Drop(Predicate<StoredMessage> match, string why)
    {
        List<DroppedMessage> dropped = [.. _messages.Where(m => match(m)).Select(m => new DroppedMessage(m.Request.MessageId, why))];
        _messages.RemoveAll(match);
        return dropped;
    }
}
