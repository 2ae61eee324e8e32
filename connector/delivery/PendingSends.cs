namespace CcsBridge.Delivery;

/// <summary>
/// Sends to the bus that await the broker's word. What is not confirmed is sent again, the same with the same id, after a
/// growing delay and without end: only the broker's word ends it.
/// </summary>
internal sealed class PendingSends(Random chance)
{
    private static readonly DoublingDelay Again = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly Dictionary<long, Pending> _pending = [];

    // Those that are not simply on their way: few, so that what is asked on every input looks at few.
    private readonly Dictionary<long, Pending> _troubled = [];
    private long _lastKey;

    private sealed class Pending(Func<long, DeliveryEffect> send, Ended ended)
    {
        public readonly Func<long, DeliveryEffect> Send = send;
        public readonly Ended Ended = ended;
        public int Failures;
        public DateTimeOffset? Due;
        public string? RefusedBy;
    }

    /// <summary>Called once, with the broker's word: confirmed where <c>refused</c> is null, else why it refuses this message for its own sake.</summary>
    internal delegate void Ended(string? refused, DateTimeOffset now, List<DeliveryEffect> effects);

    /// <summary>Why something is held: the condition with which a whole entity refuses; null: nothing is.</summary>
    public string? HeldBecause => _troubled.Values.Select(send => send.RefusedBy).FirstOrDefault(condition => condition is not null);

    public DateTimeOffset? NextDue => _troubled.Values.Min(send => send.Due);

    public void Start(Func<long, DeliveryEffect> send, Ended ended, List<DeliveryEffect> effects)
    {
        var key = ++_lastKey;
        _pending.Add(key, new Pending(send, ended));
        effects.Add(send(key));
    }

    /// <summary>The same, but not before then.</summary>
    public void StartAt(DateTimeOffset due, Func<long, DeliveryEffect> send, Ended ended)
    {
        var key = ++_lastKey;
        _pending.Add(key, _troubled[key] = new Pending(send, ended) { Due = due });
    }

    public void On(long key, BusAnswer answer, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        if (!_pending.TryGetValue(key, out var pending))
            return;
        var why = answer switch
        {
            BusAnswer.NotConfirmed not => not.Why,
            BusAnswer.RefusedEntity refusal => $"{refusal.Condition}: {refusal.Why}",
            _ => null,
        };
        if (why is not null)
        {
            _troubled[key] = pending;
            pending.RefusedBy = (answer as BusAnswer.RefusedEntity)?.Condition;
            var wait = Again.For(++pending.Failures, chance);
            pending.Due = now + wait;
            effects.Add(new DeliveryEffect.Note($"not confirmed by the broker, tried again in {wait.TotalSeconds:0.0} s: {why}"));
            return;
        }

        _pending.Remove(key);
        _troubled.Remove(key);
        pending.Ended(answer is BusAnswer.RefusedMessage refused ? refused.Why : null, now, effects);
    }

    public void Tick(DateTimeOffset now, List<DeliveryEffect> effects)
    {
        foreach (var (key, pending) in _troubled)
        {
            if (pending.Due > now || pending.Due is null)
                continue;
            pending.Due = null;
            effects.Add(pending.Send(key));
        }
    }
}
