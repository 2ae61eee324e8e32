using System.Collections.Concurrent;

namespace CcsBridge.Local.Broker;

/// <summary>Who waits for the engine's word on locks without being the receiver that holds them: management requests.</summary>
internal sealed class LockRequests
{
    private readonly ConcurrentDictionary<ReceiverId, Settling> _settling = new();
    private readonly ConcurrentDictionary<RenewalId, Action<IReadOnlyList<DateTimeOffset>, Refusal?>> _renewing = new();

    public void Add(ReceiverId asker, int locks, Action<Refusal?> answer) => _settling[asker] = new Settling(locks, answer);

    public void Add(RenewalId asker, Action<IReadOnlyList<DateTimeOffset>, Refusal?> answer) => _renewing[asker] = answer;

    /// <summary>The engine's word on one lock, null for done; false: nobody here asked.</summary>
    public bool Settled(ReceiverId asker, Refusal? refusal)
    {
        if (!_settling.TryGetValue(asker, out var settling))
            return false;
        if (settling.IsOver(refusal))
        {
            _settling.TryRemove(asker, out _);
            settling.Answer();
        }

        return true;
    }

    public void Renewed(RenewalId asker, IReadOnlyList<DateTimeOffset> until, Refusal? refusal)
    {
        if (_renewing.TryRemove(asker, out var answer))
            answer(until, refusal);
    }

    private sealed class Settling(int locks, Action<Refusal?> answer)
    {
        private int _open = locks;
        private Refusal? _first;

        public bool IsOver(Refusal? refusal)
        {
            _first ??= refusal;
            return --_open == 0;
        }

        public void Answer() => answer(_first);
    }
}
