namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What a script does to a connection.</summary>
internal sealed class Fates(CurrentSettings settings, Connections connections, Func<string, Upstream> upstreamOf, Outbox outbox)
{
    public void Drop(Connection connection) => connections.End(connection, new StreamEnd.Aborted("A script dropped it."));

    public void Cut(Connection connection)
    {
        // A nack that would answer nothing, if a client took half of it for a whole.
        var stanza = GcmStanzas.Nack(null, "", "SERVICE_UNAVAILABLE", "The stream was cut here.", settings.Now.AnswerShape);
        outbox.Write(connection, stanza[..(stanza.Length / 2)]);
        connections.End(connection, new StreamEnd.Cut("A script cut it in the middle of a stanza."));
    }

    public void Fault(Connection connection, string condition) =>
        connections.End(connection, new StreamEnd.Fault(condition, "A script asked for it."));

    public void Drain(Connection connection, Input.Drain drain, DateTimeOffset now)
    {
        (connection.Draining, connection.DrainEnds) = (drain.Signal, now + drain.For);
        if (drain.Signal != DrainSignal.Nack)
            outbox.Write(connection, GcmStanzas.Draining(drain.Typed));
    }

    public void Drip(Connection connection, int bytes, TimeSpan every)
    {
        outbox.EndDrip(connection);
        connection.Drip = bytes > 0 ? new Drip(bytes, every) : null;
    }

    public void Repeat(Connection connection) => upstreamOf(connection.Sender).Repeat(connection);

    /// <summary>Settings that living connections feel at once.</summary>
    public void Change(Func<EndpointSettings, EndpointSettings> change, DateTimeOffset now)
    {
        var before = settings.Now.KeepAlive;
        settings.Change(change);
        foreach (var connection in connections.Bound.Where(_ => settings.Now.KeepAlive != before))
            connection.NextSpace = now + settings.Now.KeepAlive;
        foreach (var sender in settings.Now.Senders)
            upstreamOf(sender.Id).Deliver();
    }
}
