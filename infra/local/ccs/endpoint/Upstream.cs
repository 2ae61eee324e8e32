namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// Upstream of one sender: what waits, who gets it, what an ack frees. A message is kept until it is acked on a connection it was
/// delivered on; when that connection ends first, it goes out again on any other, before what is newer.
/// </summary>
internal sealed class Upstream(string sender, EndpointSettings settings, Holds holds, Random random, Outbox outbox)
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
        if (_waiting.Count + _unacked >= settings.MostUpstream)
        {
            outbox.Happened(new Happening.UpstreamRefused(message.From, message.MessageId, $"{settings.MostUpstream} messages wait for this sender."));
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
            Write(entry, connection);
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

    private void Write(Entry entry, Connection connection)
    {
        _waiting.Remove(entry.Number);
        entry.Times++;
        connection.Delivered.Add(entry);
        _unacked++;
        outbox.Write(connection, GcmStanzas.Upstream(entry.Message, sender, settings.Domain));
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
        var open = _connections.Where(c => c.TakesUpstream && c.Delivered.Count < settings.UpstreamWindow).ToArray();
        return open.Length == 0 ? null : settings.Distribution switch
        {
            Distribution.Newest => open[^1],
            Distribution.Random => open[random.Next(open.Length)],
            _ => open[_turn++ % open.Length],
        };
    }
}
