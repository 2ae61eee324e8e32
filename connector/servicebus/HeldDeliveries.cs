using Amqp;

namespace CcsBridge.ServiceBus;

/// <summary>
/// What was received and not settled, by lock token: a lock outlives the link that it came on. Locks long over are forgotten.
/// </summary>
internal sealed class HeldDeliveries(TimeProvider time)
{
    private const int FirstSweep = 1_000;

    /// <summary>The broker's clock decides about a lock; ours may differ by this much.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Guid, HeldDelivery> _held = [];
    private int _sweepAt = FirstSweep;

    public int Count => _held.Count;

    /// <summary>Deliveries whose lock is long over are handed to <paramref name="forget"/>: the library keeps them too.</summary>
    public void Add(ReceivedMessage message, MessageDelivery delivery, Action<MessageDelivery> forget)
    {
        if (_held.Count >= _sweepAt) Sweep(forget);
        _held[message.LockToken] = new HeldDelivery(delivery, message.LockedUntil);
    }

    public HeldDelivery? Take(Guid lockToken) => _held.Remove(lockToken, out var held) ? held : null;

    public bool Has(Guid lockToken) => _held.ContainsKey(lockToken);

    public void Renewed(Guid lockToken, DateTimeOffset lockedUntil)
    {
        if (_held.TryGetValue(lockToken, out var held)) _held[lockToken] = held with { LockedUntil = lockedUntil };
    }

    /// <summary>The link they came on is gone, and with it the way to name them there.</summary>
    public void LinkEnded()
    {
        foreach (var (token, held) in _held) _held[token] = held with { Delivery = null };
    }

    private void Sweep(Action<MessageDelivery> forget)
    {
        var over = time.GetUtcNow() - ClocksApart;
        foreach (var (token, held) in _held)
        {
            if (held.LockedUntil >= over) continue;
            _held.Remove(token);
            if (held.Delivery is { } delivery) forget(delivery);
        }

        _sweepAt = Math.Max(FirstSweep, 2 * _held.Count);
    }
}

/// <summary>A message under lock, as the link it came on names it; null when that link is gone.</summary>
internal sealed record HeldDelivery(MessageDelivery? Delivery, DateTimeOffset LockedUntil);
