namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What the endpoint saw or did, for those who wait for it. Holds ids and tokens, never keys or payloads.</summary>
internal abstract record Happening
{
    private Happening()
    {
    }

    public sealed record Connected(int Connection) : Happening;

    /// <summary>A peer did not get through TLS; the endpoint never saw it.</summary>
    public sealed record TlsFailed(string Why) : Happening;

    public sealed record LoginRefused(int Connection, string Why) : Happening;

    public sealed record BindRefused(int Connection, string Why) : Happening;

    public sealed record Bound(int Connection, string Sender, string Jid) : Happening;

    public sealed record Ended(int Connection, string Why) : Happening;

    /// <summary>A phone's message, or a receipt, is kept until it is acked.</summary>
    public sealed record UpstreamTaken(string From, string MessageId) : Happening;

    public sealed record UpstreamRefused(string From, string MessageId, string Why) : Happening;

    /// <summary>An upstream message or receipt was written; <paramref name="Time"/> is 1 for its first delivery.</summary>
    public sealed record UpstreamDelivered(int Connection, string From, string MessageId, int Time) : Happening;

    public sealed record UpstreamAcked(int Connection, string From, string MessageId) : Happening;

    public sealed record AckRefused(int Connection, string Why) : Happening;

    public sealed record DownstreamArrived(int Connection, string MessageId) : Happening;

    /// <summary>An answer was written: an ack, or a nack with this code.</summary>
    public sealed record DownstreamAnswered(int Connection, string MessageId, string? Error) : Happening;

    /// <summary>A stanza was given back as <c>type="error"</c>.</summary>
    public sealed record StanzaRefused(int Connection, string Why) : Happening;

    public sealed record PhoneGotMessage(string Phone, string MessageId, long Number) : Happening;

    /// <summary>The phone is offline; the message is kept for it.</summary>
    public sealed record MessageStored(string Phone, string MessageId) : Happening;

    /// <summary>A message for a phone that was offline will never reach it.</summary>
    public sealed record MessageDropped(string Phone, string MessageId, string Why) : Happening;

    /// <summary>Bytes came while the connection's reading is held; nothing looks at them before the hold ends.</summary>
    public sealed record LeftUnread(int Connection, int Bytes) : Happening;

    /// <summary>Something was kept back at a <see cref="HoldPoint"/>; upstream has no connection yet, a read no message id.</summary>
    public sealed record Held(HoldPoint Point, int? Connection, string? MessageId) : Happening;
}
