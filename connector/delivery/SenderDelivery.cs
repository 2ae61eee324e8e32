using CcsBridge.Contracts;

namespace CcsBridge.Delivery;

/// <summary>
/// The promise of one sender, as a pure core: inputs and time in, effects out; no socket, clock, logger, task. It holds what outlives
/// a session: locks, attempts, unpublished upstream. The order of things is all of it: confirmed downstream of us first,
/// acknowledged upstream of us last.
/// </summary>
public sealed class SenderDelivery
{
    /// <summary>With no session ready for so long, what waits is given back to the queue, or left to its lock if it was written.</summary>
    public static readonly TimeSpan ReleaseAfter = TimeSpan.FromMinutes(5);

    private readonly DeliverySettings _settings;
    private readonly PendingSends _sends;
    private readonly UpstreamLedger _upstream;
    private readonly DownstreamLedger _downstream;
    private readonly HeldLocks _locks;
    private readonly RateLimitedKeys _keys = new();
    private readonly SortedDictionary<int, LiveSession> _sessions = [];
    private int _credit;
    private bool _stopping;
    private DateTimeOffset? _noneReadySince;

    /// <param name="settings">Of this sender.</param>
    /// <param name="chance">Where jitter comes from; seeded, it makes a run repeatable.</param>
    public SenderDelivery(DeliverySettings settings, Random chance)
    {
        var events = new EventWriter(settings.SenderId);
        _settings = settings;
        _sends = new PendingSends(chance);
        _upstream = new UpstreamLedger(events, _sends);
        _downstream = new DownstreamLedger(settings, events, _sends, chance);
        _locks = new HeldLocks(_downstream);
    }

    /// <summary>Nothing is under way: a stop may end here.</summary>
    public bool IsIdle => _upstream.Count == 0 && _downstream.Count == 0;

    /// <summary>Why events or copies are held: the condition with which an entity of the bus refuses them; null: none are.</summary>
    public string? HeldBecause => _sends.HeldBecause;

    /// <summary>When <see cref="DeliveryInput.Tick"/> is wanted, at the latest.</summary>
    public DateTimeOffset? NextDue => Earliest(
        _sends.NextDue,
        _downstream.Waiting.Count > 0 ? _noneReadySince + ReleaseAfter : null,
        _downstream.NextDue);

    /// <summary>Takes one input; the effects are to be carried out in their order.</summary>
    public IReadOnlyList<DeliveryEffect> On(DeliveryInput input, DateTimeOffset now)
    {
        var effects = new List<DeliveryEffect>();
        switch (input)
        {
            case DeliveryInput.SessionReady ready: SessionReady(ready.Session, effects); break;
            case DeliveryInput.Slots slots: Live(slots.Session)?.Give(slots.More); break;
            case DeliveryInput.SessionDraining draining: Live(draining.Session)?.Drain(); break;
            case DeliveryInput.SessionEnded ended: SessionEnded(ended, now, effects); break;
            case DeliveryInput.FromDevice up: _upstream.TakeIn(up.Session, up.Upstream, now, effects); break;
            case DeliveryInput.NotWritten not: NotWritten(not.Session, not.MessageId); break;
            case DeliveryInput.Answered answered: Answered(answered, now, effects); break;
            case DeliveryInput.Unanswered silent: Unanswered(silent, now, effects); break;
            case DeliveryInput.AnsweredLate late: Live(late.Session)?.Clear(late.MessageId); break;
            case DeliveryInput.Received received: Received(received.Request, now, effects); break;
            case DeliveryInput.BusAnswered bus: _sends.On(bus.Key, bus.Answer, now, effects); break;
            case DeliveryInput.Settled settled: _downstream.Settled(settled.LockToken, settled.LockLost); break;
            case DeliveryInput.LockRenewed renewed: _locks.Renewed(renewed, now); break;
            case DeliveryInput.LockNotRenewed not: _locks.NotRenewed(not.LockToken, now); break;
            case DeliveryInput.Tick: _sends.Tick(now, effects); break;
            case DeliveryInput.Stopping: _stopping = true; break;
            default: throw new InvalidOperationException($"no rule for {input.GetType().Name}");
        }

        LetGo(now, effects);
        _locks.Renew(now, effects);
        Write(now, effects);
        AskForMore(effects);
        return effects;
    }

    private LiveSession? Live(SessionId session) => _sessions.GetValueOrDefault(session.Number);

    private bool AnyReady => _sessions.Values.Any(session => !session.Draining);

    private void SessionReady(SessionId session, List<DeliveryEffect> effects)
    {
        _sessions[session.Number] = new LiveSession(session);
        _upstream.SessionReady(effects);
    }

    private void SessionEnded(DeliveryInput.SessionEnded ended, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        var countsNobody = ended.ByUs || _stopping || Live(ended.Session) is not { Draining: false };
        _sessions.Remove(ended.Session.Number);
        _upstream.SessionEnded(ended.Session);
        var unanswered = _downstream.WrittenOn(ended.Session);
        foreach (var held in unanswered)
            held.WaitsAgain();
        if (!countsNobody && unanswered is [{ Lifetime.NowOrNever: false } lone])
            _downstream.PutBackAsEnder(lone, now, effects);
    }

    private void NotWritten(SessionId session, string messageId)
    {
        Live(session)?.Clear(messageId);
        _downstream.WrittenOn(session, messageId)?.WaitsAgain();
    }

    private void Answered(DeliveryInput.Answered input, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        Live(input.Session)?.Clear(input.MessageId);
        if (_downstream.WrittenOn(input.Session, input.MessageId) is not { } held)
            return;
        if (input.Answer is Answer.Accepted accepted)
        {
            _keys.Accepted(held.Key!, now);
            _downstream.Accept(held, accepted.RegistrationId, now, effects);
            return;
        }

        var (error, description) = (Answer.Refused)input.Answer;
        switch (Policy.For(error))
        {
            case Verdict.DeadLetter:
                _downstream.Reject(held, error, description, new SettleHow.DeadLetter(error, description ?? error), now, effects);
                break;
            case Verdict.Complete:
                _downstream.Reject(held, error, description, new SettleHow.Complete(), now, effects);
                break;
            case Verdict.Elsewhere when !held.SentElsewhere && held.Properties.Attempts == 0:
                held.SentElsewhere = true;
                held.WaitsAgain();
                break;
            case Verdict.RateLimited:
                _downstream.Retry(held, error, description, _keys.Refused(held.Key!, held.LastWritten!.Value, now), now, effects);
                break;
            default:
                _downstream.Retry(held, error, description, turn: null, now, effects);
                break;
        }
    }

    private void Unanswered(DeliveryInput.Unanswered input, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        Live(input.Session)?.TimeOut(input.MessageId);
        if (_downstream.WrittenOn(input.Session, input.MessageId) is { } held)
            _downstream.Retry(held, Policy.Unanswered, "no answer in time", turn: null, now, effects);
    }

    private void Received(ReceivedRequest request, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        _credit = Math.Max(0, _credit - 1);
        _downstream.TakeIn(request, now, effects);
    }

    // What cannot be sent any more, or not for a while, is let go before anything is written.
    private void LetGo(DateTimeOffset now, List<DeliveryEffect> effects)
    {
        _noneReadySince = AnyReady ? null : _noneReadySince ?? now;
        if (_stopping || now - _noneReadySince >= ReleaseAfter)
            _downstream.LetGoOfWaiting(effects);
        foreach (var held in _downstream.DueBy(now))
        {
            if (held.Waits && held.LockIsOver(now))
                _downstream.Forget(held);
            else if (held.Waits && held.Lifetime.IsOver(now))
                _downstream.Reject(held, Policy.Expired, "its time to live was over before it could be sent", new SettleHow.Complete(), now, effects);
            else if (held.Settling && held.Received.LockedUntil + ReleaseAfter <= now)
                _downstream.Forget(held);
        }
    }

    private void Write(DateTimeOffset now, List<DeliveryEffect> effects)
    {
        if (_stopping || _downstream.Waiting.Count == 0 || !_sessions.Values.Any(session => session.Free > 0))
            return;
        var order = new Waiting(_sessions.Values);
        foreach (var held in _downstream.Waiting.ToList())
        {
            if (order.SessionFor(held) is not { } session)
                Retire(order.ToRetireFor(held), effects);
            else if (_keys.TurnOf(held.Key!, held.Properties.Turn, now) is { } turn)
                _downstream.PutBackToItsTurn(held, turn, now, effects);
            else
                Write(held, session, now, effects);
        }
    }

    // One id is never unanswered twice on one session; without this its message would wait for as long as the session lives.
    private static void Retire(LiveSession? session, List<DeliveryEffect> effects)
    {
        if (session is null)
            return;
        session.Drain();
        effects.Add(new DeliveryEffect.Retire(session.Id, "a message is to be sent again whose answer is overdue here"));
    }

    private static void Write(HeldMessage held, LiveSession session, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        session.Use(held.MessageId, alone: held.Properties.Ends > 0);
        held.Written(session.Id, now);
        var request = held.Request! with { MessageId = held.MessageId, TimeToLive = held.Lifetime.SecondsLeft(now) };
        effects.Add(new DeliveryEffect.Send(session.Id, held.MessageId, request));
    }

    // Credit is the free window, and bounded by what is held; none while no session is ready.
    private void AskForMore(List<DeliveryEffect> effects)
    {
        if (_stopping || !AnyReady)
        {
            if (_credit > 0)
                effects.Add(new DeliveryEffect.WithdrawCredit());
            _credit = 0;
            return;
        }

        var free = _sessions.Values.Sum(session => session.Free) - _downstream.Waiting.Count;
        var more = Math.Min(free, _settings.MostHeld - _downstream.Count) - _credit;
        if (more <= 0)
            return;
        _credit += more;
        effects.Add(new DeliveryEffect.Credit(more));
    }

    internal static DateTimeOffset? Earliest(params ReadOnlySpan<DateTimeOffset?> times)
    {
        DateTimeOffset? earliest = null;
        foreach (var time in times)
            earliest = time is null || earliest < time ? earliest : time;
        return earliest;
    }
}
