using System.Text;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>A message as a function is told of it. Times are the broker's.</summary>
internal sealed record TriggerMessage(ReadOnlyMemory<byte> Body)
{
    public string? MessageId { get; init; }

    /// <summary>1 on the first delivery, as Service Bus's own SDK counts.</summary>
    public int DeliveryCount { get; init; } = 1;

    public Guid LockToken { get; init; }

    public long SequenceNumber { get; init; }

    public DateTimeOffset EnqueuedTime { get; init; }

    public DateTimeOffset ExpiresAt { get; init; } = DateTimeOffset.MaxValue;

    public string? ContentType { get; init; }

    public string? CorrelationId { get; init; }

    public string? DeadLetterSource { get; init; }

    public string? ReplyTo { get; init; }

    public string? Subject { get; init; }

    public string? To { get; init; }

    public IReadOnlyDictionary<string, object> ApplicationProperties { get; init; } = new Dictionary<string, object>();

    /// <summary>What is no UTF-8 is replaced character by character, as the Service Bus extension does in the end.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);
}
