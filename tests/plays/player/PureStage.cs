using System.Text;
using System.Text.Json.Nodes;
using CcsBridge.Ccs;
using CcsBridge.Connector.Deliveries;
using CcsBridge.Connector.Sessions;
using CcsBridge.Delivery;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.Plays;

/// <summary>The two pure cores, joined by the host's own words; time and bytes are what the play says, and nothing else is there.</summary>
internal sealed class PureStage : Stage
{
    private const int MostRings = 1000;

    private readonly PlayTerms _terms;
    private readonly SenderDelivery _promise;
    private readonly Queue<Action> _work = [];
    private readonly SortedDictionary<int, Seat> _seats = [];
    private readonly List<Happened> _ends = [];
    private DateTimeOffset _now = Opening;
    private bool _stopping;
    private int _rings;

    public PureStage(PlayTerms terms)
    {
        _terms = terms;
        _promise = new SenderDelivery(terms.Promise, new Random(1));
        Bus = new BusScript(() => _now, message => Tell(new DeliveryInput.Received(BusWords.Request(message))));
    }

    private sealed class Seat(CcsSession core)
    {
        public readonly CcsSession Core = core;
        public readonly StringBuilder Written = new();
        public int Room, Given;
        public bool Over, Stopped;
    }

    public override BusScript Bus { get; }

    public override Task OpenAsync(int session)
    {
        _seats.Add(session, new Seat(new CcsSession(_terms.Ccs)));
        Tell(session, new SessionInput.Opened());
        return Task.CompletedTask;
    }

    public override Task SayAsync(int session, ReadOnlyMemory<byte> bytes)
    {
        Tell(session, new SessionInput.Bytes(bytes));
        return Task.CompletedTask;
    }

    public override Task CutAsync(int session)
    {
        Tell(session, new SessionInput.Closed("the endpoint closed the connection"));
        return Task.CompletedTask;
    }

    public override void Pass(TimeSpan time)
    {
        _now += time;
        foreach (var session in _seats.Keys)
            Tell(session, new SessionInput.Tick());
        Tell(new DeliveryInput.Tick());
    }

    public override void Stop()
    {
        _stopping = true;
        Tell(new DeliveryInput.Stopping());
    }

    public override Task QuietAsync()
    {
        do
        {
            while (_work.TryDequeue(out var next))
                next();
            if (_stopping && _promise.IsIdle)
                CloseSessions();
            RingAlarms();
        }
        while (_work.Count > 0);
        return Task.CompletedTask;
    }

    public override Task<bool> ChangedAsync() => Task.FromResult(false);

    public override IReadOnlyList<Happened> OnTheWires() =>
        [.. _seats.SelectMany(seat => WireText.Read(seat.Value.Written.ToString()).Select(what => new Happened(seat.Key, what))), .. _ends];

    public override void ForgetWires()
    {
        _ends.Clear();
        foreach (var seat in _seats.Values)
            seat.Written.Clear();
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A driver's alarm rings when its core's time has come; a core that stays overdue would ring for ever, which no play outlives.
    private void RingAlarms()
    {
        if (_promise.NextDue <= _now)
            Tell(new DeliveryInput.Tick());
        foreach (var (session, seat) in _seats.Where(seat => !seat.Value.Over && seat.Value.Core.NextDue <= _now))
            Tell(session, new SessionInput.Tick());
        if (_work.Count > 0 && ++_rings > MostRings)
            throw new InvalidOperationException("a core is overdue however often it is told the time");
    }

    private void CloseSessions()
    {
        foreach (var (session, seat) in _seats.Where(seat => !seat.Value.Over && !seat.Value.Stopped))
        {
            seat.Stopped = true;
            Tell(session, new SessionInput.Stop());
        }
    }

    private void Tell(DeliveryInput input) => _work.Enqueue(() =>
    {
        foreach (var effect in _promise.On(input, _now))
            CarryOut(effect);
    });

    private void Tell(int session, SessionInput input) => _work.Enqueue(() =>
    {
        var seat = _seats[session];
        if (seat.Over)
            return;
        if (input is SessionInput.Submit submit)
        {
            seat.Given--;
            if (seat.Room == 0)
            {
                Tell(new DeliveryInput.NotWritten(new SessionId(session), submit.MessageId));
                return;
            }
        }

        foreach (var effect in seat.Core.On(input, _now))
            CarryOut(session, seat, effect);
    });

    private void CarryOut(int session, Seat seat, SessionEffect effect)
    {
        switch (effect)
        {
            case SessionEffect.Write write:
                seat.Written.Append(Encoding.UTF8.GetString(write.Data.Span));
                break;
            case SessionEffect.Room room:
                seat.Room = room.Slots;
                if (room.Slots > seat.Given)
                    Tell(new DeliveryInput.Slots(new SessionId(session), room.Slots - seat.Given));
                seat.Given = Math.Max(seat.Given, room.Slots);
                break;
            case SessionEffect.Ended ended:
                seat.Over = true;
                _ends.Add(End(session, ended.Over));
                break;
        }

        if (CcsWords.ToDelivery(effect, new SessionId(session)) is { } word)
            Tell(word);
    }

    public static Happened End(int session, SessionOver over) => over switch
    {
        SessionOver.Rejected rejected => new Happened(session, "ends rejected", new JsonObject { ["because"] = rejected.Reason, ["remedy"] = rejected.Remedy }),
        SessionOver.Dropped dropped => new Happened(session, "ends dropped", new JsonObject { ["because"] = dropped.Reason }),
        _ => new Happened(session, "ends stopped"),
    };

    private void CarryOut(DeliveryEffect effect)
    {
        switch (effect)
        {
            case DeliveryEffect.Publish publish:
                Bus.Send(publish.Event.Type.Topic, BusWords.Message(publish.Event), Answer(publish.Key));
                break;
            case DeliveryEffect.PutBack putBack:
                Bus.Send(_terms.Promise.Queue, BusWords.Message(putBack.Copy), Answer(putBack.Key));
                break;
            case DeliveryEffect.Acknowledge ack: Tell(ack.Session.Number, new SessionInput.Published(ack.From, ack.MessageId)); break;
            case DeliveryEffect.Send send: Tell(send.Session.Number, CcsWords.ToCcs(send.MessageId, send.Request)); break;
            case DeliveryEffect.Retire retire: Tell(retire.Session.Number, new SessionInput.Retire(retire.Reason)); break;
            case DeliveryEffect.Complete complete: Settle(complete.LockToken, new SettleAs.Complete()); break;
            case DeliveryEffect.DeadLetter dead: Settle(dead.LockToken, new SettleAs.DeadLetter(dead.Reason, dead.Description)); break;
            case DeliveryEffect.Release release: Settle(release.LockToken, new SettleAs.Release()); break;
            case DeliveryEffect.RenewLock renew: Tell(new DeliveryInput.LockRenewed(renew.LockToken, Bus.Renewed())); break;
            case DeliveryEffect.Credit credit: Bus.Credit(credit.More); break;
            case DeliveryEffect.WithdrawCredit: Bus.WithdrawCredit(); break;
        }
    }

    private Action<SendOutcome> Answer(long key) => outcome => Tell(new DeliveryInput.BusAnswered(key, BusWords.Answer(outcome)));

    private void Settle(Guid token, SettleAs how)
    {
        Bus.Settle(token, how);
        Tell(new DeliveryInput.Settled(token, LockLost: false));
    }
}
