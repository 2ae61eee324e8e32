using Amqp;

namespace CcsBridge.ServiceBus;

/// <summary>What was received on the present link and not settled, by lock token. Locks long over are forgotten.</summary>
internal sealed class HeldDeliveries(TimeProvider time)
{
    private const int FirstSweep = 1_000;

    /// <summary>The broker's clock decides about a lock; ours may differ by this much.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Guid, (MessageDelivery Delivery, DateTimeOffset LockedUntil)> _held = [];
    private int _sweepAt = FirstSweep;

    public int Count => _held.Count;

    /// <summary>Deliveries whose lock is long over are handed to <paramref name="forget"/>: the library keeps them too.</summary>
    public void Add(ReceivedMessage message, MessageDelivery delivery, Action<MessageDelivery> forget)
    {
        if (_held.Count >= _sweepAt) Sweep(forget);
        _held[message.LockToken] = (delivery, message.LockedUntil);
    }

    public MessageDelivery? Take(Guid lockToken) => _held.Remove(lockToken, out var held) ? held.Delivery : null;

    public void Clear() => _held.Clear();

    private void Sweep(Action<MessageDelivery> forget)
    {
        var over = time.GetUtcNow() - ClocksApart;
        foreach (var (token, (delivery, lockedUntil)) in _held)
        {
            if (lockedUntil >= over) continue;
            _held.Remove(token);
            forget(delivery);
        }

        _sweepAt = Math.Max(FirstSweep, 2 * _held.Count);
    }
}
