namespace CcsBridge.ServiceBus;

/// <summary>A message received under a lock (peek-lock): the broker keeps it until it is settled or the lock is over.</summary>
/// <param name="Message">What was sent; <see cref="BusMessage.TimeToLive"/> is the one it was sent with.</param>
/// <param name="LockToken">Names this delivery; every redelivery has another.</param>
/// <param name="SequenceNumber">Given by the entity, stable over redeliveries.</param>
/// <param name="EnqueuedTime">The broker's time of acceptance, stable over redeliveries.</param>
/// <param name="LockedUntil">The broker's time at which the lock is over.</param>
/// <param name="DeliveryCount">Earlier deliveries; 0 on the first.</param>
public sealed record ReceivedMessage(
    BusMessage Message, Guid LockToken, long SequenceNumber, DateTimeOffset EnqueuedTime, DateTimeOffset LockedUntil, int DeliveryCount)
{
    /// <summary>
    /// Why the body could not be read as bytes (a map, a list, a sequence, none at all); <see cref="BusMessage.Body"/> is then empty.
    /// Null: it was. Not for a retry: the sender has to write it otherwise.
    /// </summary>
    public string? UnreadableBody { get; init; }
}
