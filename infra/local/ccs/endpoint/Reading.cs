using System.Xml.Linq;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What comes in on a connection: bytes, cut into pieces, read as stanzas, given to the room that answers them.</summary>
internal sealed class Reading(
    Connections connections, Handshake handshake, IqAnswers iqs, Downstream downstream, Holds holds, Outbox outbox)
{
    private const int MostUnread = 1024 * 1024;

    public void Receive(Connection connection, ReadOnlyMemory<byte> bytes, DateTimeOffset now)
    {
        if (connection.Muted)
            return;
        if (connection.ReadingStopped)
        {
            Leave(connection, bytes);
            return;
        }

        connection.Cutter.Append(bytes.Span);
        while (connections.Known(connection.Id) is not null && connection.Cutter.Next() is { } piece)
        {
            if (Take(connection, piece, now) is { } end)
                connections.End(connection, end);
        }
    }

    /// <summary>Stops where reads are held now.</summary>
    public void Stop()
    {
        foreach (var connection in connections.All.Where(c => !c.ReadingStopped))
        {
            if (holds.Reads(connection.Id) is not { } point)
                continue;
            connection.ReadingStopped = true;
            outbox.Add(new Effect.StopReading(connection.Id));
            outbox.Happened(new Happening.Held(point, connection.Id, null));
        }
    }

    /// <summary>Goes on where reads are held no more, with what came meanwhile.</summary>
    public void Resume(DateTimeOffset now)
    {
        foreach (var connection in connections.All.Where(c => c.ReadingStopped && holds.Reads(c.Id) is null).ToArray())
        {
            connection.ReadingStopped = false;
            outbox.Add(new Effect.ResumeReading(connection.Id));
            Receive(connection, connection.TakeUnread(), now);
        }
    }

    private void Leave(Connection connection, ReadOnlyMemory<byte> bytes)
    {
        connection.KeepUnread(bytes);
        outbox.Happened(new Happening.LeftUnread(connection.Id, bytes.Length));
        if (connection.UnreadBytes > MostUnread)
            connections.End(connection, new StreamEnd.Aborted("The head went on reading a connection whose reading was stopped."));
    }

    private StreamEnd? Take(Connection connection, Piece piece, DateTimeOffset now) => piece switch
    {
        Piece.StreamOpened opened => handshake.Opened(connection, opened.Tag),
        Piece.StreamClosed => new StreamEnd.Closed("The peer closed the stream."),
        Piece.Violation violation => new StreamEnd.Fault(violation.Condition, violation.Why),
        Piece.Stanza stanza when connection.Parser.Read(stanza.Bytes) is { } element => Take(connection, element, now),
        _ => new StreamEnd.Fault("invalid-xml", "The stanza is not XML."),
    };

    private StreamEnd? Take(Connection connection, XElement stanza, DateTimeOffset now)
    {
        if (connection.Phase is Phase.LoggingIn or Phase.Opening or Phase.Restarting)
            return handshake.Stanza(connection, stanza);
        if (stanza.Name == Ns.Client + "message")
        {
            return connection.Phase == Phase.Bound
                ? downstream.Take(connection, stanza, now)
                : new StreamEnd.Fault("not-authorized", "A message came before a resource was bound.");
        }

        if (stanza.Name == Ns.Client + "iq")
        {
            if (iqs.Answer(connection, stanza))
                connections.Join(connection, now);
            return null;
        }

        // CCS has neither roster nor presence, and clients that send it were not punished.
        return stanza.Name == Ns.Client + "presence"
            ? null
            : new StreamEnd.Fault("unsupported-stanza-type", $"'{stanza.Name}' is none of message, iq, presence in jabber:client.");
    }
}
