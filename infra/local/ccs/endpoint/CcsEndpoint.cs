using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// A CCS endpoint without sockets: inputs and the time go in, effects come out, and <see cref="NextDue"/> says when to come back.
/// Not thread-safe; the head keeps its calls apart. Nothing here reads a clock, awaits, or makes chance of its own.
/// </summary>
internal sealed class CcsEndpoint
{
    private const int MostFates = 10_000;

    private readonly Outbox _outbox = new();
    private readonly AnswerScript _answers = new();
    private readonly LoginScript _logins = new();
    private readonly Queue<Func<int, Input>> _nextFates = new();
    private readonly Dictionary<string, Upstream> _upstream;
    private readonly Holds _holds;
    private readonly Answering _answering;
    private readonly PhoneTraffic _traffic;
    private readonly Connections _connections;
    private readonly Reading _reading;
    private readonly Fates _fates;

    public CcsEndpoint(EndpointSettings settings, PhoneBook phones, Random random)
    {
        var current = new CurrentSettings(settings);
        _holds = new Holds(_outbox);
        _upstream = settings.Senders.ToDictionary(s => s.Id, s => new Upstream(s.Id, current, _holds, random, _outbox));
        _answering = new Answering(current, _holds, _outbox);
        _traffic = new PhoneTraffic(current, phones, id => _upstream[id], _outbox);
        var handshake = new Handshake(current, _logins, random, _outbox);
        _connections = new Connections(current, handshake, _answering, id => _upstream[id], _outbox);
        var iqs = new IqAnswers(current, _connections, random, _outbox);
        var downstream = new Downstream(current, phones, _answers, _answering, _traffic, id => _upstream[id], _outbox);
        _reading = new Reading(_connections, handshake, iqs, downstream, _holds, _outbox);
        _fates = new Fates(current, _connections, id => _upstream[id], _outbox);
    }

    /// <summary>When the next <see cref="Input.Tick"/> is wanted; null while nothing waits for time.</summary>
    public DateTimeOffset? NextDue => new[] { _connections.NextDue, _answering.NextDue }.Min();

    /// <summary>The connections that are bound, with their senders, oldest first.</summary>
    public IReadOnlyList<(int Connection, string Sender)> Bound => [.. _connections.Bound.Select(c => (c.Id, c.Sender))];

    public IReadOnlyList<Effect> On(Input input, DateTimeOffset now)
    {
        Take(input, now);
        return _outbox.Take();
    }

    private void Take(Input input, DateTimeOffset now)
    {
        switch (input)
        {
            case Input.Connected opened: Open(opened.Connection, now); break;
            case Input.Received r when Known(r.Connection) is { } c: _reading.Receive(c, r.Bytes, now); break;
            case Input.Disconnected gone when Known(gone.Connection) is { } c: _connections.Forget(c, "The peer is gone."); break;
            case Input.Tick: Tick(now); break;

            case Input.PhoneSends sends: _traffic.Up(sends.Phone, sends.Message, now); break;
            case Input.PhoneOffline offline: offline.Phone.Online = false; break;
            case Input.PhoneOnline online: _traffic.Online(online.Phone, now); break;

            case Input.Script s: _answers.Add(s.Answer, s.Token, s.Times); break;
            case Input.EndScript end: _answers.End(end.Token); break;
            case Input.RefuseLogins refuse: _logins.Add(refuse.Refusal, refuse.Times); break;
            case Input.Change change: _fates.Change(change.How, now); break;
            case Input.Hold hold: Hold(hold.Point); break;
            case Input.Release release: Release(release.Point, now); break;

            case Input.Drop drop when Known(drop.Connection) is { } c: _fates.Drop(c); break;
            case Input.Cut cut when Known(cut.Connection) is { } c: _fates.Cut(c); break;
            case Input.Fault fault when Known(fault.Connection) is { } c: _fates.Fault(c, fault.Condition); break;
            case Input.Mute mute when Known(mute.Connection) is { } c: c.Muted = true; break;
            case Input.Dripping drip when Known(drip.Connection) is { } c: _fates.Drip(c, drip.Bytes, drip.Every); break;
            case Input.Drain drain when Known(drain.Connection) is { Phase: Phase.Bound } c: _fates.Drain(c, drain, now); break;
            case Input.Repeat repeat when Known(repeat.Connection) is { Phase: Phase.Bound } c: _fates.Repeat(c); break;
            case Input.Next next: Prepare(next); break;
            default: break; // Something about a connection that has ended meanwhile.
        }
    }

    private Connection? Known(int id) => _connections.Known(id);

    private void Open(int id, DateTimeOffset now)
    {
        _connections.Open(id, now);
        _reading.Stop();
        if (_nextFates.TryDequeue(out var fate))
            Take(fate(id), now);
    }

    private void Prepare(Input.Next next)
    {
        var room = MostFates - _nextFates.Count;
        if (next.Times < 1 || next.Times > room)
            throw new ArgumentOutOfRangeException(nameof(next), next.Times, $"Allowed are 1 to {room} further connections.");
        for (var i = 0; i < next.Times; i++)
            _nextFates.Enqueue(next.Fate);
    }

    private void Tick(DateTimeOffset now)
    {
        _connections.Tick(now);
        _answering.Tick(now);
    }

    private void Hold(HoldPoint point)
    {
        _holds.Add(point);
        _reading.Stop();
    }

    private void Release(HoldPoint point, DateTimeOffset now)
    {
        if (!_holds.Remove(point))
            return;
        _holds.SendAnswers(point);
        foreach (var upstream in _upstream.Values)
            upstream.Deliver();
        _reading.Resume(now);
    }
}
