using CcsBridge.Delivery;

namespace CcsBridge.Tests.Delivery;

/// <summary>
/// The core under any row of inputs, each chosen by a byte, sensible or not. It keeps the books: slots by session, and what was said of each
/// delivery.
/// </summary>
internal sealed class AnyInputs
{
    private readonly Rig _rig = new(window: 4);
    private readonly Dictionary<SessionId, int> _slots = [];
    private readonly Dictionary<SessionId, List<string>> _unanswered = [];
    private readonly List<ReceivedRequest> _received = [];
    private readonly Dictionary<Guid, DeliveryEffect> _decided = [];
    private readonly HashSet<Guid> _lost = [];
    private readonly Queue<DeliveryInput> _words = new();
    private int _sessions;

    public List<string> Faults { get; } = [];

    public bool IsIdle => _rig.Core.IsIdle;

    /// <summary>The messages of which no delivery was decided or lost its lock.</summary>
    public IEnumerable<long> Undecided => _received
        .GroupBy(request => request.SequenceNumber, request => request.LockToken)
        .Where(message => !message.Any(token => _decided.ContainsKey(token) || _lost.Contains(token)))
        .Select(message => message.Key);

    public void Step(byte what)
    {
        var which = what / 16;
        switch (what % 16)
        {
            case 0: Ready(); break;
            case 1 or 2: Give(which, 1 + which % 3); break;
            case 3 or 4 or 5: Receive(_rig.Request(_received.Count + 1)); break;
            case 6 when _received.Count > 0: Receive(_rig.Request(_received[which % _received.Count].SequenceNumber)); break;
            case 7 or 8: Answer(which, null); break;
            case 9: Answer(which, which % 2 == 0 ? "SERVICE_UNAVAILABLE" : "BAD_REGISTRATION"); break;
            case 10: Answer(which, which % 2 == 0 ? "CONNECTION_DRAINING" : "INVALID_JSON"); break;
            case 11 when Written(which) is var (session, message): On(new DeliveryInput.Unanswered(session, message)); break;
            case 12 when _received.Count > 0: Lose(_received[which % _received.Count].LockToken); break;
            case 13: End(which); break;
            case 14: On(new DeliveryInput.Answered(new SessionId(99), $"b-{which}", new Answer.Accepted(null))); break;
            case 15: Hear(); break;
        }
    }

    /// <summary>Everything is answered, confirmed and settled.</summary>
    public void Finish()
    {
        for (var round = 0; !IsIdle && round < 3 * _received.Count; round++)
        {
            Ready();
            Give(_sessions - 1, 4);
            while (_unanswered.Values.Any(messages => messages.Count > 0))
                Answer(0, null);
            while (_words.Count > 0)
                Hear();
        }
    }

    private void Ready()
    {
        var session = new SessionId(++_sessions);
        _slots.Add(session, 0);
        _unanswered.Add(session, []);
        On(new DeliveryInput.SessionReady(session));
    }

    private void Give(int which, int slots)
    {
        if (_slots.Count == 0)
            return;
        var session = _slots.Keys.ElementAt(which % _slots.Count);
        _slots[session] += slots;
        On(new DeliveryInput.Slots(session, slots));
    }

    private void Receive(ReceivedRequest request)
    {
        _received.Add(request);
        On(new DeliveryInput.Received(request));
    }

    private (SessionId Session, string Message)? Written(int which)
    {
        var written = _unanswered.SelectMany(session => session.Value.Select(message => (session.Key, message))).ToList();
        if (written.Count == 0)
            return null;
        var (session, message) = written[which % written.Count];
        _unanswered[session].Remove(message);
        return (session, message);
    }

    private void Answer(int which, string? error)
    {
        if (Written(which) is var (session, message))
            On(new DeliveryInput.Answered(session, message, error is null ? new Answer.Accepted(null) : new Answer.Refused(error, null)));
    }

    private void Lose(Guid token)
    {
        _lost.Add(token);
        On(new DeliveryInput.LockRenewed(token, null));
    }

    private void End(int which)
    {
        if (_slots.Count == 0)
            return;
        var session = _slots.Keys.ElementAt(which % _slots.Count);
        _slots.Remove(session);
        _unanswered.Remove(session);
        On(new DeliveryInput.SessionEnded(session));
    }

    private void Hear()
    {
        if (_words.TryDequeue(out var word))
            On(word);
    }

    private void On(DeliveryInput input)
    {
        foreach (var effect in _rig.On(input))
        {
            switch (effect)
            {
                case DeliveryEffect.Send send: Sent(send); break;
                case DeliveryEffect.Publish publish: _words.Enqueue(new DeliveryInput.BusAnswered(publish.Key, new BusAnswer.Confirmed())); break;
                case DeliveryEffect.PutBack putBack: _words.Enqueue(new DeliveryInput.BusAnswered(putBack.Key, new BusAnswer.Confirmed())); break;
                case DeliveryEffect.Complete complete: Decided(complete.LockToken, complete); break;
                case DeliveryEffect.DeadLetter dead: Decided(dead.LockToken, dead); break;
                case DeliveryEffect.Release release: Decided(release.LockToken, release); break;
            }
        }
    }

    private void Sent(DeliveryEffect.Send send)
    {
        if (!_slots.TryGetValue(send.Session, out var slots) || slots == 0)
            Faults.Add($"written on {send.Session}, which has no slot for it");
        else
            _slots[send.Session]--;
        if (!_unanswered[send.Session].Contains(send.MessageId))
            _unanswered[send.Session].Add(send.MessageId);
        else
            Faults.Add($"{send.MessageId} is unanswered twice on {send.Session}");
    }

    private void Decided(Guid token, DeliveryEffect how)
    {
        if (!_decided.TryAdd(token, how))
            Faults.Add($"decided twice: {_decided[token]}, then {how}");
        if (_received.TrueForAll(request => request.LockToken != token))
            Faults.Add("a decision on what was never received");
        _words.Enqueue(new DeliveryInput.Settled(token, LockLost: false));
    }
}
