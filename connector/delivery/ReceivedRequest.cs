namespace CcsBridge.Delivery;

/// <summary>A downstream request as it came off its queue, under lock.</summary>
/// <param name="LockToken">Names this delivery of it.</param>
/// <param name="SequenceNumber">The queue's number, stable over redeliveries: by it a redelivery is recognised.</param>
/// <param name="EnqueuedTime">The broker's time of acceptance.</param>
/// <param name="LockedUntil">When the lock is over.</param>
/// <param name="DeliveryCount">Earlier deliveries.</param>
/// <param name="Body">UTF-8 JSON, if the sender kept to the contract.</param>
/// <param name="MessageId">The broker message id.</param>
/// <param name="CorrelationId">Kept over put-backs; the outcome event's.</param>
/// <param name="Subject">Kept over put-backs.</param>
/// <param name="ContentType">Kept over put-backs.</param>
/// <param name="TimeToLive">The broker's, from <paramref name="EnqueuedTime"/>.</param>
/// <param name="Properties">Application properties, the app's and ours.</param>
/// <param name="UnreadableBody">Why the body could not be read at all; null where it could.</param>
public sealed record ReceivedRequest(
    Guid LockToken,
    long SequenceNumber,
    DateTimeOffset EnqueuedTime,
    DateTimeOffset LockedUntil,
    int DeliveryCount,
    ReadOnlyMemory<byte> Body,
    string? MessageId,
    string? CorrelationId,
    string? Subject,
    string? ContentType,
    TimeSpan? TimeToLive,
    IReadOnlyDictionary<string, object> Properties,
    string? UnreadableBody = null);
