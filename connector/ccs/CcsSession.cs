using System.Xml.Linq;

namespace CcsBridge.Ccs;

// What may live here: the phases of one session and what belongs to all of them. No socket, no clock, no logger, no Task: time and bytes
// come in, effects go out. Nothing here outlives the session; what a message means to a queue or a topic is decided elsewhere.

/// <summary>One session with a CCS endpoint, from the open transport to its end. Used by one caller at a time.</summary>
public sealed class CcsSession(CcsSettings settings)
{
    /// <summary>How long the endpoint may take from the open transport to the bound resource.</summary>
    public static readonly TimeSpan LongestHandshake = TimeSpan.FromSeconds(30);

    /// <summary>How long the endpoint may take to close its side after we closed ours.</summary>
    public static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(5);

    private readonly StanzaCutter _cutter = new();
    private readonly StanzaReader _reader = new();
    private readonly Handshake _handshake = new(settings);
    private readonly Keepalive _keepalive = new(settings);
    private readonly Exchange _exchange = new(settings);
    private readonly Tail _tail = new();
    private List<SessionEffect> _effects = [];
    private Phase _phase = Phase.Unopened;
    private DateTimeOffset _phaseDue;
    private int _roomSaid;

    private enum Phase { Unopened, Opening, Ready, Closing, Over }

    public CcsSettings Settings => settings;

    /// <summary>How many downstream messages may be in flight at present, between 1 and the setting.</summary>
    public int WindowSize => _exchange.Window.Size;

    /// <summary>How many of those slots are taken by messages that were reported unanswered.</summary>
    public int TimedOutSlots => _exchange.Window.TimedOut;

    /// <summary>When the next <see cref="SessionInput.Tick"/> is wanted; null while nothing depends on time.</summary>
    public DateTimeOffset? NextDue => _phase switch
    {
        Phase.Opening or Phase.Closing => _phaseDue,
        Phase.Ready when ReadyDue() is var due => _tail.Due < due ? _tail.Due : due,
        _ => null,
    };

    /// <summary>
    /// Feeds one input; the effects are to be carried out in their order. After <see cref="SessionEffect.Ended"/> nothing happens.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// A submission without room, or with an id that is unanswered; an input before the transport is open: bugs of the caller.
    /// </exception>
    public IReadOnlyList<SessionEffect> On(SessionInput input, DateTimeOffset now)
    {
        _effects = [];
        switch (input, _phase)
        {
            case (SessionInput.Submit message, Phase.Ready): _exchange.Submit(message, now, _keepalive.Reads, _effects); break;
            case (SessionInput.Submit, _): throw new InvalidOperationException($"no submission while {_phase}: there is no room");
            case (_, Phase.Over): break;
            case (SessionInput.Opened, Phase.Unopened): Open(now); break;
            case (SessionInput.Bytes bytes, not Phase.Unopened): Read(bytes.Data, now); break;
            case (SessionInput.Closed closed, _): TransportEnded(closed.Reason); break;
            case (SessionInput.Published message, _): _exchange.Published(message, _effects); break;
            case (SessionInput.Retire retire, Phase.Ready): _exchange.Retire(retire.Reason, _effects); break;
            case (SessionInput.Stop, Phase.Unopened): End(new SessionOver.Stopped()); break;
            case (SessionInput.Stop, not Phase.Closing): Close(now); break;
            case (SessionInput.Tick or SessionInput.Stop or SessionInput.Retire, _): break;
            default: throw new InvalidOperationException($"{input.GetType().Name} makes no sense while {_phase}");
        }

        LookAtTheClock(now);
        SayRoom();
        return NoteFolding.Fold(_effects);
    }

    private void Open(DateTimeOffset now)
    {
        Enter(Phase.Opening, now + LongestHandshake);
        Write(OutgoingStanzas.StreamStart(settings.Domain));
    }

    private void Close(DateTimeOffset now)
    {
        Enter(Phase.Closing, now + LongestClose);
        _exchange.Close();
        Write(OutgoingStanzas.StreamEnd);
    }

    private void Read(ReadOnlyMemory<byte> data, DateTimeOffset now)
    {
        if (data.IsEmpty)
            return;
        _keepalive.Read(now);
        if (_phase == Phase.Opening && _handshake.OnBytes(data.Span) is { } refused)
        {
            End(refused);
            return;
        }

        _cutter.Append(data.Span);
        while (_phase != Phase.Over && _cutter.Next() is { } piece)
            Take(piece);
    }

    private void Take(StreamPiece piece)
    {
        if (piece is StreamPiece.End)
            StreamEnded();
        else if (piece is StreamPiece.Oversized oversized && _phase != Phase.Opening)
            TakeHead(oversized);
        else if (!_reader.TryRead(piece, out var element, out var fault))
            ProtocolBroken(fault);
        else if (element.Name == Xmpp.StreamError)
            End(StreamFailure.Read(element, settings));
        else if (_phase == Phase.Opening)
            ShakeHands(element);
        else
            _exchange.Take(FrameReader.Read(element, settings), _effects);
    }

    private void TakeHead(StreamPiece.Oversized piece)
    {
        if (!_reader.TryReadHead(piece, out var head, out var fault))
            ProtocolBroken(fault);
        else if (head?.Name == Xmpp.StreamError)
            End(StreamFailure.Read(head, settings));
        else
            _exchange.Take(OversizedReader.Read(head, piece.Bytes), _effects);
    }

    private void ProtocolBroken(string fault) => End(new SessionOver.Dropped($"the endpoint broke the protocol: {fault}{Meanwhile()}"));

    private void ShakeHands(XElement element)
    {
        switch (_handshake.On(element))
        {
            case HandshakeMove.Say say:
                Write(say.Data, say.Secret);
                break;
            case HandshakeMove.Restart:
                _cutter.Restart();
                Write(OutgoingStanzas.StreamStart(settings.Domain));
                break;
            case HandshakeMove.Bound bound:
                _phase = Phase.Ready;
                _effects.Add(new SessionEffect.Bound(bound.Jid));
                break;
            case HandshakeMove.Fail fail:
                End(fail.Over);
                break;
        }
    }

    private void LookAtTheClock(DateTimeOffset now)
    {
        switch (_phase)
        {
            case Phase.Opening when now >= _phaseDue:
                End(new SessionOver.Dropped($"no login within {LongestHandshake.TotalSeconds:0} s{Meanwhile()}"));
                break;
            case Phase.Closing when now >= _phaseDue:
                End(new SessionOver.Stopped());
                break;
            case Phase.Ready:
                LookAtTheLink(now, doubted: _exchange.TimeOut(now, _keepalive.Reads, _effects));
                LookAtTheTail(now);
                break;
        }
    }

    private void LookAtTheTail(DateTimeOffset now)
    {
        if (_phase != Phase.Ready || !_exchange.IsLeaving)
            return;
        _tail.Look(_exchange.HasOutstanding, now);
        if (_tail.Due <= now)
            Close(now);
    }

    private void LookAtTheLink(DateTimeOffset now, bool doubted)
    {
        if (_keepalive.IsDead(now))
            End(new SessionOver.Dropped($"no answer to a ping within {settings.PingTimeout.TotalSeconds:0.###} s"));
        else if (_keepalive.Ping(now, doubted) is { } ping)
            Write(ping);
    }

    private DateTimeOffset ReadyDue()
    {
        // A message that waits for the ping's outcome is not due before it.
        var waiting = _exchange.Window.Oldest;
        if (waiting is null || (_keepalive.PingIsOut && waiting.ReadsBefore == _keepalive.Reads))
            return _keepalive.Due;
        var answer = waiting.SentAt + settings.AckTimeout;
        return answer < _keepalive.Due ? answer : _keepalive.Due;
    }

    private void StreamEnded()
    {
        if (_phase != Phase.Closing)
            Write(OutgoingStanzas.StreamEnd);
        End(new SessionOver.Dropped($"the endpoint closed the stream{Meanwhile()}"));
    }

    private void TransportEnded(string reason) =>
        End(new SessionOver.Dropped($"{reason}{(_cutter.Held > 0 ? ", in the middle of a stanza" : "")}{Meanwhile()}"));

    private string Meanwhile() => _phase == Phase.Opening ? $", while waiting for {_handshake.Awaited}" : "";

    // Once we have closed our side, every end is the one we asked for.
    private void End(SessionOver over)
    {
        _effects.Add(new SessionEffect.Ended(_phase == Phase.Closing ? new SessionOver.Stopped() : over));
        _phase = Phase.Over;
    }

    private void SayRoom()
    {
        var room = _phase == Phase.Ready ? _exchange.Window.Room : 0;
        if (room == _roomSaid || _phase == Phase.Over)
            return;
        _roomSaid = room;
        _effects.Add(new SessionEffect.Room(room));
    }

    private void Enter(Phase phase, DateTimeOffset due) => (_phase, _phaseDue) = (phase, due);

    private void Write(ReadOnlyMemory<byte> data, bool secret = false) => _effects.Add(new SessionEffect.Write(data) { Secret = secret });
}
