namespace CcsBridge.Contracts;

/// <summary>A kind of event: its CloudEvents <c>type</c>, the topic it goes to, and the application property <c>messageType</c> that filters see.</summary>
public sealed record EventType
{
    public static readonly EventType Message = new("ccsbridge.upstream.message.v1", Entities.Upstream, "message");
    public static readonly EventType Receipt = new("ccsbridge.upstream.receipt.v1", Entities.Upstream, "receipt");
    public static readonly EventType Malformed = new("ccsbridge.upstream.malformed.v1", Entities.Upstream, "malformed");
    public static readonly EventType Accepted = new("ccsbridge.downstream.accepted.v1", Entities.Outcomes, "accepted");
    public static readonly EventType Rejected = new("ccsbridge.downstream.rejected.v1", Entities.Outcomes, "rejected");

    public static readonly IReadOnlyList<EventType> All = [Message, Receipt, Malformed, Accepted, Rejected];

    private EventType(string name, string topic, string messageType) => (Name, Topic, MessageType) = (name, topic, messageType);

    /// <summary>The CloudEvents <c>type</c>.</summary>
    public string Name { get; }

    /// <summary>The topic that events of this kind are sent to.</summary>
    public string Topic { get; }

    /// <summary>The value of the application property <c>messageType</c>.</summary>
    public string MessageType { get; }
}
