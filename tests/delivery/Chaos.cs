using System.Text;
using CcsBridge.Delivery;

namespace CcsBridge.Tests.Delivery;

/// <summary>
/// The promise's core among surroundings that misbehave by a seed: a queue that gives copies out again, locks that are lost, sessions that
/// end, answers and confirmations of every kind, and none. It keeps an account of its own of what became of every message.
/// </summary>
internal sealed class Chaos(int seed)
{
    private static readonly string[] Errors =
        ["SERVICE_UNAVAILABLE", "DEVICE_MESSAGE_RATE_EXCEEDED", "CONNECTION_DRAINING", "BAD_REGISTRATION", "INVALID_JSON", "A_CODE_OF_TOMORROW"];

    private readonly Random _chance = new(seed);
    private readonly SenderDelivery _core = new(new DeliverySettings("1", "downstream", Window: 8, Connections: 1, MaxAttempts: 4), new Random(seed));
    private readonly Dictionary<int, Session> _sessions = [];
    private readonly PlayedQueue _queue = new();
    private readonly Queue<Action> _pending = new();
    private DateTimeOffset _now = Rig.Start;
    private int _credit, _sessionNumber;

    private sealed class Session
    {
        public readonly HashSet<string> Unanswered = [];
        public readonly Queue<string> TimedOut = new();
        public int Window = 1;
        public int Given;

        public int Taken => Unanswered.Count + TimedOut.Count;
    }

    /// <summary>How each message ended, by the number of its original: <c>accepted</c>, <c>rejected</c>; more than one is a fault.</summary>
    public Dictionary<string, HashSet<string>> Told { get; } = [];

    /// <summary>The sequence numbers that have a copy: each has to end completed.</summary>
    public HashSet<long> PutBackOf { get; } = [];

    public PlayedQueue Queue => _queue;

    public List<string> Faults { get; } = [];

    public bool Quiet { get; set; }

    public bool IsSettled => _core.IsIdle && _queue.IsEmpty && _pending.Count == 0;

    public void Put(int number) => _queue.Put(
        Encoding.UTF8.GetBytes($$$"""{"to":"device-{{{number % 5}}}","data":{"n":"{{{number}}}"}}"""), $"app-{number}", new Dictionary<string, object>(), _now);

    public void Step()
    {
        _now += TimeSpan.FromMilliseconds(_chance.Next(Quiet ? 20_000 : 400));
        if (_sessions.Count == 0 || (_sessions.Count < 2 && Rarely(200)))
            Open();
        if (!Quiet && Rarely(60) && _sessions.Count > 0)
            Close(_sessions.Keys.First());
        if (_credit > 0 && _queue.Take(_now) is { } request)
            Deliver(request);
        if (_pending.Count > 0)
            _pending.Dequeue()();
        if (_core.NextDue <= _now)
            On(new DeliveryInput.Tick());
        foreach (var (id, session) in _sessions.ToList())
        {
            if (session.TimedOut.Count > 0 && Rarely(5))
                AnswerLate(id, session);
            if (session.Unanswered.Count > 0 && Rarely(3))
                Answer(id, session);
        }
    }

    private void Open()
    {
        var id = ++_sessionNumber;
        _sessions.Add(id, new Session { Given = 1 });
        On(new DeliveryInput.SessionReady(new SessionId(id)));
        On(new DeliveryInput.Slots(new SessionId(id), 1));
    }

    private void Close(int id)
    {
        _sessions.Remove(id);
        On(new DeliveryInput.SessionEnded(new SessionId(id)));
    }

    private void Answer(int id, Session session)
    {
        var message = session.Unanswered.First();
        session.Unanswered.Remove(message);
        if (!Quiet && Rarely(10))
        {
            session.TimedOut.Enqueue(message);
            On(new DeliveryInput.Unanswered(new SessionId(id), message));
            return;
        }

        var error = !Quiet && Rarely(3) ? Errors[_chance.Next(Errors.Length)] : null;
        On(new DeliveryInput.Answered(new SessionId(id), message, error is null ? new Answer.Accepted(null) : new Answer.Refused(error, null)));
        session.Window = Math.Min(8, session.Window * 2);
        GiveSlots(id, session);
    }

    private void AnswerLate(int id, Session session)
    {
        On(new DeliveryInput.AnsweredLate(new SessionId(id), session.TimedOut.Dequeue()));
        GiveSlots(id, session);
    }

    private void GiveSlots(int id, Session session)
    {
        var more = session.Window - session.Taken - session.Given;
        session.Given += more;
        if (more > 0)
            On(new DeliveryInput.Slots(new SessionId(id), more));
    }

    private void Deliver(ReceivedRequest request)
    {
        _credit--;
        On(new DeliveryInput.Received(request));
    }

    private void On(DeliveryInput input)
    {
        foreach (var effect in _core.On(input, _now))
            CarryOut(effect);
    }

    private void CarryOut(DeliveryEffect effect)
    {
        switch (effect)
        {
            case DeliveryEffect.Send send: Send(send); break;
            case DeliveryEffect.Publish publish: Later(() => Publish(publish)); break;
            case DeliveryEffect.PutBack putBack: Later(() => PutBack(putBack)); break;
            case DeliveryEffect.Complete complete: Settle(complete.LockToken, PlayedQueue.Decision.Completed); break;
            case DeliveryEffect.DeadLetter dead: Settle(dead.LockToken, PlayedQueue.Decision.DeadLettered); break;
            case DeliveryEffect.RenewLock renew: Later(() => Renew(renew.LockToken)); break;
            case DeliveryEffect.Credit credit: _credit += credit.More; break;
            case DeliveryEffect.WithdrawCredit: _credit = 0; break;
            case DeliveryEffect.Release release: _queue.Settle(release.LockToken, PlayedQueue.Decision.Released, _now); break;
        }
    }

    private void Send(DeliveryEffect.Send send)
    {
        var session = _sessions[send.Session.Number];
        if (--session.Given < 0 || session.Taken >= session.Window)
            Faults.Add($"session {send.Session} was overrun");
        if (session.TimedOut.Contains(send.MessageId) || !session.Unanswered.Add(send.MessageId))
            Faults.Add($"{send.MessageId} is unanswered twice on {send.Session}");
    }

    private void Publish(DeliveryEffect.Publish publish)
    {
        if (!Quiet && Rarely(5))
        {
            On(new DeliveryInput.BusAnswered(publish.Key, new BusAnswer.NotConfirmed("lost")));
            return;
        }

        if (publish.Event.CorrelationId is { } id)
        {
            Told.TryAdd(id, []);
            Told[id].Add(publish.Event.Type.MessageType);
        }

        On(new DeliveryInput.BusAnswered(publish.Key, new BusAnswer.Confirmed()));
    }

    private void PutBack(DeliveryEffect.PutBack putBack)
    {
        // The broker takes it either way; its word may be lost. A second copy of the same hop is folded.
        PutBackOf.Add(putBack.Copy.Original.SequenceNumber);
        _queue.Put(putBack.Copy);
        BusAnswer word = !Quiet && Rarely(5) ? new BusAnswer.NotConfirmed("lost") : new BusAnswer.Confirmed();
        On(new DeliveryInput.BusAnswered(putBack.Key, word));
    }

    private void Renew(Guid lockToken)
    {
        if (!Quiet && Rarely(2))
            On(new DeliveryInput.LockNotRenewed(lockToken));
        else
            On(new DeliveryInput.LockRenewed(lockToken, _queue.Renew(lockToken, _now)));
    }

    private void Settle(Guid lockToken, PlayedQueue.Decision how)
    {
        var lost = !_queue.Settle(lockToken, how, _now);
        Later(() => On(new DeliveryInput.Settled(lockToken, lost)));
    }

    private void Later(Action act) => _pending.Enqueue(act);

    private bool Rarely(int oneIn) => _chance.Next(oneIn) == 0;
}
