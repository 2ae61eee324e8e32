namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// Upstream of one sender: what waits, who gets it, what an ack frees. A message is kept until it is acked on a connection it was
/// delivered on; when that connection ends first, it goes out again on any other, before what is newer.
/// </summary>
internal sealed class Upstream(string sender, CurrentSettings settings, Holds holds, Random random, Outbox outbox)
{
    private readonly SortedDictionary<long, Entry> _waiting = [];
    private readonly List<Connection> _connections = [];
    private long _lastNumber;
    private int _unacked;
    private int _turn;

    /// <summary>One message and how often it was written.</summary>
    internal sealed record Entry(long Number, UpstreamMessage Message)
    {
        public int Times { get; set; }

        public bool HeldReported { get; set; }
    }

    /// <summary>Keeps a message or receipt until it is acked; not when the sender has all it may have waiting.</summary>
    public void Take(UpstreamMessage message)
    {
        if (_waiting.Count + _unacked >= settings.Now.MostUpstream)
        {
            var why = $"{settings.Now.MostUpstream} messages wait for this sender.";
            outbox.Happened(new Happening.UpstreamRefused(message.From, message.MessageId, why));
            return;
        }

        outbox.Happened(new Happening.UpstreamTaken(message.From, message.MessageId));
        var entry = new Entry(++_lastNumber, message);
        _waiting.Add(entry.Number, entry);
        Deliver();
    }

    public void Join(Connection connection)
    {
        _connections.Add(connection);
        Deliver();
    }

    public void Leave(Connection connection)
    {
        if (!_connections.Remove(connection))
            return;
        foreach (var entry in connection.Delivered)
            _waiting.Add(entry.Number, entry);
        _unacked -= connection.Delivered.Count;
        connection.Delivered.Clear();
        Deliver();
    }

    /// <summary>Takes an ack that came on this connection; false when nothing delivered here answers to it.</summary>
    public bool Ack(Connection connection, string from, string messageId)
    {
        var at = connection.Delivered.FindIndex(e => e.Message.From == from && e.Message.MessageId == messageId);
        if (at < 0)
            return false;
        connection.Delivered.RemoveAt(at);
        _unacked--;
        outbox.Happened(new Happening.UpstreamAcked(connection.Id, from, messageId));
        Deliver();
        return true;
    }

    /// <summary>Writes everything that may go: not held, and with room in a connection's window.</summary>
    public void Deliver()
    {
        while (FirstFree() is { } entry && Next() is { } connection)
            Deliver(entry, connection);
    }

    private Entry? FirstFree()
    {
        foreach (var entry in _waiting.Values)
        {
            if (holds.Upstream(entry.Message.MessageId) is not { } point)
                return entry;
            Report(entry, point);
        }

        return null;
    }

    /// <summary>Writes again what was delivered here and is not acked, as CCS was seen to do.</summary>
    public void Repeat(Connection connection)
    {
        foreach (var entry in connection.Delivered)
            Write(entry, connection);
    }

    private void Deliver(Entry entry, Connection connection)
    {
        _waiting.Remove(entry.Number);
        connection.Delivered.Add(entry);
        _unacked++;
        Write(entry, connection);
    }

    private void Write(Entry entry, Connection connection)
    {
        entry.Times++;
        outbox.Write(connection, GcmStanzas.Upstream(entry.Message, sender, settings.Now.Domain, settings.Now.UpstreamShape));
        outbox.Happened(new Happening.UpstreamDelivered(connection.Id, entry.Message.From, entry.Message.MessageId, entry.Times));
    }

    private void Report(Entry entry, HoldPoint point)
    {
        if (entry.HeldReported)
            return;
        entry.HeldReported = true;
        outbox.Happened(new Happening.Held(point, null, entry.Message.MessageId));
    }

    private Connection? Next()
    {
        var open = _connections.Where(c => c.TakesUpstream && c.Delivered.Count < settings.Now.UpstreamWindow).ToArray();
        return open.Length == 0 ? null : settings.Now.Distribution switch
        {
            Distribution.Newest => open[^1],
            Distribution.Oldest => open[0],
            Distribution.Random => open[random.Next(open.Length)],
            _ => open[_turn++ % open.Length],
        };
    }
}
