namespace CcsBridge.Ccs;

/// <summary>What a session wants done, in this order.</summary>
public abstract record SessionEffect
{
    private SessionEffect() { }

    /// <summary>Bytes for the endpoint: whole stanzas.</summary>
    public sealed record Write(ReadOnlyMemory<byte> Data) : SessionEffect
    {
        /// <summary>Holds the key: never to be logged, not even where stanzas are.</summary>
        public bool Secret { get; init; }
    }

    /// <summary>Logged in and bound; the endpoint chose this JID.</summary>
    public sealed record Bound(string Jid) : SessionEffect;

    /// <summary>So many downstream messages may be submitted now; said whenever the number changes.</summary>
    public sealed record Room(int Slots) : SessionEffect;

    /// <summary>A device's message. Unacknowledged until <see cref="SessionInput.Published"/>; (from, message id) is its key.</summary>
    public sealed record Upstream(
        string From, string MessageId, string Category, long? TimeToLive, IReadOnlyDictionary<string, string> Data) : SessionEffect;

    /// <summary>A delivery receipt; published and acknowledged like a message.</summary>
    /// <param name="From">The endpoint's name, as it came.</param>
    /// <param name="MessageId">As it came, <c>dr2:</c> included.</param>
    /// <param name="OriginalMessageId">The downstream message that it speaks of.</param>
    /// <param name="Device">The device's token, if said.</param>
    /// <param name="Status">As <c>MESSAGE_SENT_TO_DEVICE</c>, if said.</param>
    /// <param name="SentAt">When the device got it, if said and readable.</param>
    public sealed record Receipt(
        string From, string MessageId, string OriginalMessageId, string? Device, string? Status, DateTimeOffset? SentAt) : SessionEffect;

    /// <summary>
    /// Upstream that breaks the contract but can be named; published and acknowledged like a message, or it would come for ever.
    /// </summary>
    /// <param name="From">Readable and not empty.</param>
    /// <param name="MessageId">Readable and not empty.</param>
    /// <param name="Reason">Which member, what was found, what is allowed.</param>
    /// <param name="Raw">The JSON text, at most 8 KiB of UTF-8.</param>
    public sealed record Malformed(string From, string MessageId, string Reason, string Raw) : SessionEffect;

    /// <summary>The endpoint's word on a submitted message; its slot is free.</summary>
    public sealed record Answered(string MessageId, Answer Answer) : SessionEffect;

    /// <summary>No answer within the time. The slot stays taken until <see cref="AnsweredLate"/> or the session's end.</summary>
    public sealed record Unanswered(string MessageId) : SessionEffect;

    /// <summary>The answer came after <see cref="Unanswered"/>: the slot is free, and what was answered counts for nothing.</summary>
    public sealed record AnsweredLate(string MessageId) : SessionEffect;

    /// <summary>
    /// The endpoint is about to close this session: no further room, reading and acknowledging go on. Said once, and not after
    /// <see cref="Retire"/>.
    /// </summary>
    public sealed record Draining : SessionEffect;

    /// <summary>
    /// A successor is wanted: half the window waits for answers that are overdue, or <see cref="SessionInput.Retire"/> asked for it. No
    /// further room; reading, answers and acknowledging go on. Said once, and not after <see cref="Draining"/>.
    /// </summary>
    /// <param name="Reason">For people.</param>
    public sealed record Retire(string Reason) : SessionEffect;

    /// <summary>The last effect of a session.</summary>
    public sealed record Ended(SessionOver Over) : SessionEffect;

    /// <summary>For the log: never a payload, a token or a key. Equal ones in a row come as one with their number.</summary>
    public sealed record Note(string Text) : SessionEffect;
}
