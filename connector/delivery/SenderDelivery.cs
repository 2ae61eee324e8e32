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

    private readonly PendingSends _sends;
    private readonly UpstreamLedger _upstream;
    private readonly DownstreamLedger _downstream;
    private readonly LiveSessions _sessions = new();
    private readonly Answers _answers;
    private readonly HeldLocks _locks;
    private readonly Dispatch _dispatch;
    private readonly QueueCredit _credit;
    private bool _stopping;
    private DateTimeOffset? _noneReadySince;

    /// <param name="settings">Of this sender.</param>
    /// <param name="chance">Where jitter comes from; seeded, it makes a run repeatable.</param>
    public SenderDelivery(DeliverySettings settings, Random chance)
    {
        var events = new EventWriter(settings.SenderId);
        var keys = new RateLimitedKeys();
        _sends = new PendingSends(chance);
        _upstream = new UpstreamLedger(events, _sends);
        _downstream = new DownstreamLedger(settings, events, _sends, chance);
        _answers = new Answers(_sessions, _downstream, keys);
        _locks = new HeldLocks(_downstream);
        _dispatch = new Dispatch(_sessions, _downstream, keys);
        _credit = new QueueCredit(settings, _sessions, _downstream);
    }

    /// <summary>Nothing is under way: a stop may end here.</summary>
    public bool IsIdle => _upstream.Count == 0 && _downstream.Count == 0;

    /// <summary>Why events or copies are held: the condition with which an entity of the bus refuses them; null: none are.</summary>
    public string? HeldBecause => _sends.HeldBecause;

    /// <summary>When <see cref="DeliveryInput.Tick"/> is wanted, at the latest.</summary>
    public DateTimeOffset? NextDue => Moments.Earliest(
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
            case DeliveryInput.Slots slots: _sessions.Find(slots.Session)?.Give(slots.More); break;
            case DeliveryInput.SessionDraining draining: _sessions.Find(draining.Session)?.Drain(); break;
            case DeliveryInput.SessionEnded ended: SessionEnded(ended, now, effects); break;
            case DeliveryInput.FromDevice up: _upstream.TakeIn(up.Session, up.Upstream, now, effects); break;
            case DeliveryInput.NotWritten not: _answers.NotWritten(not.Session, not.MessageId); break;
            case DeliveryInput.Answered answered: _answers.Answered(answered, now, effects); break;
            case DeliveryInput.Unanswered silent: _answers.Unanswered(silent, now, effects); break;
            case DeliveryInput.AnsweredLate late: _sessions.Find(late.Session)?.Clear(late.MessageId); break;
            case DeliveryInput.Received received: Received(received.Request, now, effects); break;
            case DeliveryInput.BusAnswered bus: _sends.On(bus.Key, bus.Answer, now, effects); break;
            case DeliveryInput.Settled settled: _downstream.Settled(settled.LockToken, settled.LockLost); break;
            case DeliveryInput.LockRenewed renewed: _locks.Renewed(renewed, now); break;
            case DeliveryInput.LockNotRenewed not: _locks.NotRenewed(not.LockToken, now); break;
            case DeliveryInput.Tick: _sends.Tick(now, effects); break;
            case DeliveryInput.Stopping: _stopping = true; break;
            default: throw new InvalidOperationException($"no rule for {input.GetType().Name}");
        }

        // What cannot be sent any more, or not for a while, is let go before anything is written.
        LetGo(now, effects);
        _locks.Renew(now, effects);
        if (!_stopping)
            _dispatch.Send(now, effects);
        if (_stopping || !_sessions.AnyReady)
            _credit.Withdraw(effects);
        else
            _credit.Ask(effects);
        return effects;
    }

    private void SessionReady(SessionId session, List<DeliveryEffect> effects)
    {
        _sessions.Add(session);
        _upstream.SessionReady(effects);
    }

    private void SessionEnded(DeliveryInput.SessionEnded ended, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        var countsNobody = ended.ByUs || _stopping || _sessions.Find(ended.Session) is not { Draining: false };
        _sessions.Remove(ended.Session);
        _upstream.SessionEnded(ended.Session);
        var unanswered = _downstream.WrittenOn(ended.Session);
        foreach (var held in unanswered)
            held.WaitsAgain();
        if (!countsNobody && unanswered is [{ Lifetime.NowOrNever: false } lone])
            _downstream.PutBackAsEnder(lone, now, effects);
    }

    private void Received(ReceivedRequest request, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        _credit.Spend();
        _downstream.TakeIn(request, now, effects);
    }

    private void LetGo(DateTimeOffset now, List<DeliveryEffect> effects)
    {
        _noneReadySince = _sessions.AnyReady ? null : _noneReadySince ?? now;
        if (_stopping || now - _noneReadySince >= ReleaseAfter)
            _downstream.LetGoOfWaiting(effects);
        _downstream.LetGoOfOverdue(now, effects);
    }
}
