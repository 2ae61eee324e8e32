namespace CcsBridge.Delivery;

/// <summary>
/// Sends to the bus that await the broker's word. What is not confirmed is sent again, the same with the same id, after a
/// growing delay and without end: only the broker's word ends it.
/// </summary>
internal sealed class PendingSends(Random chance)
{
    private static readonly DoublingDelay Again = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly Dictionary<long, Pending> _pending = [];
    private long _lastKey;

    private sealed class Pending(Func<long, DeliveryEffect> send, Ended ended)
    {
        public readonly Func<long, DeliveryEffect> Send = send;
        public readonly Ended Ended = ended;
        public int Failures;
        public DateTimeOffset? Due;
    }

    /// <summary>Called once, with the broker's word: confirmed where <c>refused</c> is null, else why it refuses this message for its own sake.</summary>
    internal delegate void Ended(string? refused, DateTimeOffset now, List<DeliveryEffect> effects);

    public int Count => _pending.Count;

    public DateTimeOffset? NextDue => _pending.Values.Min(send => send.Due);

    public void Start(Func<long, DeliveryEffect> send, Ended ended, List<DeliveryEffect> effects)
    {
        var key = ++_lastKey;
        _pending.Add(key, new Pending(send, ended));
        effects.Add(send(key));
    }

    public void On(long key, BusAnswer answer, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        if (!_pending.TryGetValue(key, out var pending))
            return;
        if (answer is BusAnswer.NotConfirmed not)
        {
            pending.Failures++;
            pending.Due = now + Again.For(pending.Failures, chance);
            effects.Add(new DeliveryEffect.Note($"not confirmed by the broker, tried again in {(pending.Due - now).Value.TotalSeconds:0.0} s: {not.Why}"));
            return;
        }

        _pending.Remove(key);
        pending.Ended(answer is BusAnswer.RefusedMessage refused ? refused.Why : null, now, effects);
    }

    public void Tick(DateTimeOffset now, List<DeliveryEffect> effects)
    {
        foreach (var (key, pending) in _pending)
        {
            if (pending.Due > now || pending.Due is null)
                continue;
            pending.Due = null;
            effects.Add(pending.Send(key));
        }
    }
}
