namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>The open connections: how they come, what time does to them, how they end.</summary>
internal sealed class Connections(
    CurrentSettings settings, Handshake handshake, Answering answering, Func<string, Upstream> upstreamOf, Outbox outbox)
{
    private readonly SortedDictionary<int, Connection> _open = [];

    public IEnumerable<Connection> All => _open.Values;

    public IEnumerable<Connection> Bound => _open.Values.Where(c => c.Phase == Phase.Bound);

    public DateTimeOffset? NextDue => _open.Values.Min(c => c.NextDue);

    public Connection? Known(int id) => _open.GetValueOrDefault(id);

    public void Open(int id, DateTimeOffset now)
    {
        var connection = new Connection(id, settings.Now.LongestStanza, now + settings.Now.HandshakeWithin);
        _open.Add(id, connection);
        outbox.Happened(new Happening.Connected(id));
        if (_open.Count > settings.Now.MostConnections)
            End(connection, new StreamEnd.Fault("resource-constraint", $"There are {settings.Now.MostConnections} connections already."));
    }

    /// <summary>Whether the sender may have one more bound connection, or gets room for it by losing its oldest.</summary>
    public bool MakeRoom(Connection connection)
    {
        var bound = Bound.Where(c => c.Sender == connection.Sender).ToArray();
        if (bound.Length < settings.Now.MostPerSender)
            return true;
        if (settings.Now.Overfull == Overfull.RefuseNewest)
        {
            outbox.Happened(new Happening.BindRefused(connection.Id, $"Its sender has {bound.Length} connections already."));
            return false;
        }

        End(bound[0], new StreamEnd.Fault("conflict", "A newer connection of its sender takes its place."));
        return true;
    }

    /// <summary>A connection that was just bound is kept alive, and takes upstream.</summary>
    public void Join(Connection connection, DateTimeOffset now)
    {
        connection.NextSpace = now + settings.Now.KeepAlive;
        upstreamOf(connection.Sender).Join(connection);
    }

    public void Tick(DateTimeOffset now)
    {
        foreach (var connection in _open.Values.Where(c => !c.Muted).ToArray())
        {
            outbox.Drip(connection, now);
            if (connection.HandshakeEnds <= now)
                End(connection, new StreamEnd.Fault("connection-timeout", $"No resource was bound within {settings.Now.HandshakeWithin}."));
            else if (connection.DrainEnds <= now)
                End(connection, new StreamEnd.Closed("Its draining is over."));
            else if (connection.NextSpace <= now)
                SendSpace(connection, now);
        }
    }

    public void End(Connection connection, StreamEnd end)
    {
        if (end is StreamEnd.Closed or StreamEnd.Fault)
            handshake.WriteEnd(connection, end);
        if (end is not StreamEnd.Aborted)
            outbox.EndDrip(connection);
        outbox.Add(end is StreamEnd.Aborted ? new Effect.Abort(connection.Id) : new Effect.Close(connection.Id));
        Forget(connection, end.Why);
    }

    /// <summary>What was delivered here and not acked goes to the sender's other connections, now or when one comes.</summary>
    public void Forget(Connection connection, string why)
    {
        _open.Remove(connection.Id);
        answering.Forget(connection);
        outbox.Happened(new Happening.Ended(connection.Id, why));
        if (connection.Phase == Phase.Bound)
            upstreamOf(connection.Sender).Leave(connection);
    }

    private void SendSpace(Connection connection, DateTimeOffset now)
    {
        outbox.Write(connection, " ");
        connection.NextSpace = now + settings.Now.KeepAlive;
    }
}
