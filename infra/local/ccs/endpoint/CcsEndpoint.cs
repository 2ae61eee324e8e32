using System.Xml.Linq;
using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// A CCS endpoint without sockets: inputs and the time go in, effects come out, and <see cref="NextDue"/> says when to come back.
/// Not thread-safe; the head keeps its calls apart. Nothing here reads a clock, awaits, or makes chance of its own.
/// </summary>
internal sealed class CcsEndpoint
{
    private const int MostUnread = 1024 * 1024;

    private readonly EndpointSettings _settings;
    private readonly Outbox _outbox = new();
    private readonly AnswerScript _script = new();
    private readonly SortedDictionary<int, Connection> _connections = [];
    private readonly Dictionary<string, Upstream> _upstream;
    private readonly Holds _holds;
    private readonly Handshake _handshake;
    private readonly IqAnswers _iqs;
    private readonly Downstream _downstream;

    public CcsEndpoint(EndpointSettings settings, PhoneBook phones, Random random)
    {
        _settings = settings;
        _holds = new Holds(_outbox);
        _handshake = new Handshake(settings, random, _outbox);
        _iqs = new IqAnswers(settings, random, _outbox);
        _upstream = settings.Senders.ToDictionary(s => s.Id, s => new Upstream(s.Id, settings, _holds, random, _outbox));
        _downstream = new Downstream(settings, phones, _script, _holds, id => _upstream[id], _outbox);
    }

    /// <summary>When the next <see cref="Input.Tick"/> is wanted; null while nothing waits for time.</summary>
    public DateTimeOffset? NextDue => _connections.Values.Min(c => c.NextDue);

    /// <summary>The connections that are bound, with their senders, oldest first.</summary>
    public IReadOnlyList<(int Connection, string Sender)> Bound =>
        [.. _connections.Values.Where(c => c.Phase == Phase.Bound).Select(c => (c.Id, c.Sender))];

    public IReadOnlyList<Effect> On(Input input, DateTimeOffset now)
    {
        switch (input)
        {
            case Input.Connected opened: Open(opened.Connection, now); break;
            case Input.Received r when Known(r.Connection) is { } c: Receive(c, r.Bytes, now); break;
            case Input.Disconnected gone when Known(gone.Connection) is { } c: Forget(c, "The peer is gone."); break;
            case Input.Tick: Due(now); break;
            case Input.PhoneSends sends: _upstream[sends.Phone.Sender].Take(sends.Message); break;
            case Input.Script s: _script.Add(s.Answer, s.Token, s.Times); break;
            case Input.EndScript end: _script.End(end.Token); break;
            case Input.Drop drop when Known(drop.Connection) is { } c: End(c, new StreamEnd.Aborted("A script dropped it.")); break;
            case Input.Drain drain when Known(drain.Connection) is { Phase: Phase.Bound } c: Drain(c, drain, now); break;
            case Input.Hold hold: Hold(hold.Point); break;
            case Input.Release release: Release(release.Point, now); break;
            default: break; // Something about a connection that has ended meanwhile.
        }

        return _outbox.Take();
    }

    private Connection? Known(int id) => _connections.GetValueOrDefault(id);

    private void Open(int id, DateTimeOffset now)
    {
        var connection = new Connection(id, _settings.LongestStanza, now + _settings.HandshakeWithin);
        _connections.Add(id, connection);
        _outbox.Happened(new Happening.Connected(id));
        if (_connections.Count > _settings.MostConnections)
            End(connection, new StreamEnd.Fault("resource-constraint", $"There are {_settings.MostConnections} connections already."));
        else if (_holds.Reads(id) is not null)
            StopReading(connection);
    }

    private void Receive(Connection connection, ReadOnlyMemory<byte> bytes, DateTimeOffset now)
    {
        if (connection.ReadingStopped)
        {
            connection.KeepUnread(bytes);
            _outbox.Happened(new Happening.LeftUnread(connection.Id, bytes.Length));
            if (connection.UnreadBytes > MostUnread)
                End(connection, new StreamEnd.Aborted("The head went on reading a connection whose reading was stopped."));
            return;
        }

        connection.Cutter.Append(bytes.Span);
        while (Known(connection.Id) is not null && connection.Cutter.Next() is { } piece)
        {
            if (Take(connection, piece, now) is { } end)
                End(connection, end);
        }
    }

    private StreamEnd? Take(Connection connection, Piece piece, DateTimeOffset now) => piece switch
    {
        Piece.StreamOpened opened => _handshake.Opened(connection, opened.Tag),
        Piece.StreamClosed => new StreamEnd.Closed("The peer closed the stream."),
        Piece.Violation violation => new StreamEnd.Fault(violation.Condition, violation.Why),
        Piece.Stanza stanza when connection.Parser.Read(stanza.Bytes) is { } element => Take(connection, element, now),
        _ => new StreamEnd.Fault("invalid-xml", "The stanza is not XML."),
    };

    private StreamEnd? Take(Connection connection, XElement stanza, DateTimeOffset now)
    {
        if (connection.Phase is Phase.LoggingIn or Phase.Opening or Phase.Restarting)
            return _handshake.Stanza(connection, stanza);
        if (stanza.Name == Ns.Client + "message")
        {
            return connection.Phase == Phase.Bound
                ? _downstream.Take(connection, stanza, now)
                : new StreamEnd.Fault("not-authorized", "A message came before a resource was bound.");
        }

        if (stanza.Name == Ns.Client + "iq")
        {
            if (_iqs.Answer(connection, stanza))
                Join(connection, now);
            return null;
        }

        // CCS has neither roster nor presence, and clients that send it were not punished.
        return stanza.Name == Ns.Client + "presence"
            ? null
            : new StreamEnd.Fault("unsupported-stanza-type", $"'{stanza.Name}' is none of message, iq, presence in jabber:client.");
    }

    private void Join(Connection connection, DateTimeOffset now)
    {
        connection.NextSpace = now + _settings.KeepAlive;
        _upstream[connection.Sender].Join(connection);
    }

    private void Drain(Connection connection, Input.Drain drain, DateTimeOffset now)
    {
        (connection.Draining, connection.DrainEnds) = (drain.Signal, now + drain.For);
        if (drain.Signal != DrainSignal.Nack)
            _outbox.Write(connection, GcmStanzas.Draining(drain.Typed));
    }

    private void Hold(HoldPoint point)
    {
        _holds.Add(point);
        foreach (var connection in _connections.Values.Where(c => !c.ReadingStopped && _holds.Reads(c.Id) is not null))
            StopReading(connection);
    }

    private void StopReading(Connection connection)
    {
        connection.ReadingStopped = true;
        _outbox.Add(new Effect.StopReading(connection.Id));
        _outbox.Happened(new Happening.Held(_holds.Reads(connection.Id)!, connection.Id, null));
    }

    private void Release(HoldPoint point, DateTimeOffset now)
    {
        if (!_holds.Remove(point))
            return;
        _holds.SendAnswers(point);
        foreach (var upstream in _upstream.Values)
            upstream.Deliver();
        foreach (var connection in _connections.Values.Where(c => c.ReadingStopped && _holds.Reads(c.Id) is null).ToArray())
        {
            connection.ReadingStopped = false;
            _outbox.Add(new Effect.ResumeReading(connection.Id));
            Receive(connection, connection.TakeUnread(), now);
        }
    }

    private void Due(DateTimeOffset now)
    {
        foreach (var connection in _connections.Values.ToArray())
        {
            if (connection.HandshakeEnds <= now)
                End(connection, new StreamEnd.Fault("connection-timeout", $"No resource was bound within {_settings.HandshakeWithin}."));
            else if (connection.DrainEnds <= now)
                End(connection, new StreamEnd.Closed("Its draining is over."));
            else if (connection.NextSpace <= now)
                SendSpace(connection, now);
        }
    }

    private void SendSpace(Connection connection, DateTimeOffset now)
    {
        _outbox.Write(connection, " ");
        connection.NextSpace = now + _settings.KeepAlive;
    }

    private void End(Connection connection, StreamEnd end)
    {
        if (end is not StreamEnd.Aborted)
            _handshake.WriteEnd(connection, end);
        _outbox.Add(end is StreamEnd.Aborted ? new Effect.Abort(connection.Id) : new Effect.Close(connection.Id));
        Forget(connection, end.Why);
    }

    /// <summary>What was delivered here and not acked goes to the sender's other connections, now or when one comes.</summary>
    private void Forget(Connection connection, string why)
    {
        _connections.Remove(connection.Id);
        _holds.Forget(connection);
        _outbox.Happened(new Happening.Ended(connection.Id, why));
        if (connection.Phase == Phase.Bound)
            _upstream[connection.Sender].Leave(connection);
    }
}
