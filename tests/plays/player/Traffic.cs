using CcsBridge.Ccs;
using CcsBridge.Connector;
using CcsBridge.Connector.Sessions;
using CcsBridge.Delivery;

namespace CcsBridge.Tests.Plays;

/// <summary>
/// The account of what is under way between a running bridge's cores, its sockets and its bus. Every word that one core says to
/// another is counted when it is said and when it is taken: at zero, and with no core's time overdue, nothing more can happen by
/// itself. That is how a play knows that nothing is sent, without waiting for it.
/// </summary>
internal sealed class Traffic(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, Wire> _wires = [];
    private readonly List<Happened> _ends = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset? _promiseDue;
    private int _words, _sessions;

    private sealed class Wire
    {
        public long Said, Taken, Written, Heard;
        public int Words, Given;
        public DateTimeOffset? Due;
        public bool Over, Cut, CutIsNews;

        public bool IsQuiet(DateTimeOffset now) =>
            (Over || (Taken == Said && Words == 0 && !CutIsNews && !(Due <= now))) && (Cut || Heard == Written);
    }

    /// <summary>The product's cores, with the account between them and their drivers.</summary>
    public Cores Cores => new(core => (input, now) => Promise(core, input, now), (core, _) => Session(core, Interlocked.Increment(ref _sessions)));

    /// <summary>Completes with the next change.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
                return _changed.Task;
        }
    }

    public bool IsQuiet
    {
        get
        {
            lock (_gate)
                return _words == 0 && !(_promiseDue <= time.GetUtcNow()) && _wires.Values.All(wire => wire.IsQuiet(time.GetUtcNow()));
        }
    }

    public IReadOnlyList<Happened> TakeEnds()
    {
        lock (_gate)
        {
            List<Happened> ends = [.. _ends];
            _ends.Clear();
            return ends;
        }
    }

    /// <summary>So many words for the promise, or for the bus, are under way; negative: they were taken.</summary>
    public void Count(int words) => Change(() => _words += words);

    public void Said(int session, int bytes) => Change(() => Of(session).Said += bytes);

    public void Heard(int session, int bytes) => Change(() => Of(session).Heard += bytes);

    public void Cut(int session) => Change(() => Of(session).Cut = Of(session).CutIsNews = true);

    private IReadOnlyList<DeliveryEffect> Promise(SenderDelivery core, DeliveryInput input, DateTimeOffset now)
    {
        var effects = core.On(input, now);
        Change(() =>
        {
            if (input is DeliveryInput.NotWritten not)
                Of(not.Session.Number).Words--;
            else if (input is not DeliveryInput.Tick)
                _words--;
            foreach (var effect in effects)
                Count(effect);
            _promiseDue = core.NextDue;
        });
        return effects;
    }

    private void Count(DeliveryEffect effect)
    {
        switch (effect)
        {
            case DeliveryEffect.Acknowledge ack: Tell(ack.Session); break;
            case DeliveryEffect.Send send: Tell(send.Session); break;
            case DeliveryEffect.Retire retire: Tell(retire.Session); break;
            case DeliveryEffect.Reading or DeliveryEffect.Note: break;
            default: _words++; break;
        }
    }

    private void Tell(SessionId session)
    {
        if (Of(session.Number) is { Over: false } wire)
            wire.Words++;
    }

    private Step<SessionInput, SessionEffect> Session(CcsSession core, int session) => (input, now) =>
    {
        var effects = core.On(input, now);
        Change(() =>
        {
            var wire = Of(session);
            Take(wire, input);
            foreach (var effect in effects)
                Count(wire, session, effect);
            wire.Due = core.NextDue;
        });
        return effects;
    };

    private static void Take(Wire wire, SessionInput input)
    {
        switch (input)
        {
            case SessionInput.Bytes bytes: wire.Taken += bytes.Data.Length; break;
            case SessionInput.Closed: wire.CutIsNews = false; break;
            case SessionInput.Submit: (wire.Words, wire.Given) = (wire.Words - 1, wire.Given - 1); break;
            case SessionInput.Published or SessionInput.Retire: wire.Words--; break;
        }
    }

    private void Count(Wire wire, int session, SessionEffect effect)
    {
        switch (effect)
        {
            case SessionEffect.Write write: wire.Written += write.Data.Length; break;
            case SessionEffect.Ended ended:
                (wire.Over, wire.Words) = (true, 0);
                _ends.Add(PureStage.End(session, ended.Over));
                break;
            case SessionEffect.Room room when room.Slots > wire.Given:
                // The driver gives the promise what it has not been given yet.
                wire.Given = room.Slots;
                _words++;
                break;
        }

        if (CcsWords.ToDelivery(effect, new SessionId(session)) is not null)
            _words++;
    }

    private Wire Of(int session)
    {
        if (!_wires.TryGetValue(session, out var wire))
            _wires.Add(session, wire = new Wire());
        return wire;
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.TrySetResult();
    }
}
