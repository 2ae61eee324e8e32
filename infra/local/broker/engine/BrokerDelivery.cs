namespace CcsBridge.Local.Broker;

/// <summary>A message as it is given to a receiver.</summary>
/// <param name="Message">What was sent. Its time to live is what the entity allows of it.</param>
/// <param name="LockToken">Names this delivery; every redelivery has another.</param>
/// <param name="SequenceNumber">Given by the entity, stable over redeliveries.</param>
/// <param name="EnqueuedSequenceNumber">The number it had first: at its topic, or before it was dead-lettered.</param>
/// <param name="EnqueuedTime">Stable over redeliveries and dead-lettering.</param>
/// <param name="LockedUntil">Null: received and deleted at once.</param>
/// <param name="DeliveryCount">Earlier deliveries that counted; 0 on the first.</param>
/// <param name="DeadLetterSource">In a dead-letter queue: the entity it came from.</param>
internal sealed record BrokerDelivery(
    BrokerMessage Message,
    Guid LockToken,
    long SequenceNumber,
    long EnqueuedSequenceNumber,
    DateTimeOffset EnqueuedTime,
    DateTimeOffset? LockedUntil,
    int DeliveryCount,
    string? DeadLetterSource);
