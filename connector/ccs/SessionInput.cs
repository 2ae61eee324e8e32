namespace CcsBridge.Ccs;

/// <summary>What can happen to a session.</summary>
public abstract record SessionInput
{
    private SessionInput() { }

    /// <summary>The transport is open, TLS included.</summary>
    public sealed record Opened : SessionInput;

    /// <summary>Bytes from the endpoint, cut anywhere. They are copied where they are kept.</summary>
    public sealed record Bytes(ReadOnlyMemory<byte> Data) : SessionInput;

    /// <summary>The transport ended; the reason is for people.</summary>
    public sealed record Closed(string Reason) : SessionInput;

    /// <summary>A downstream message. Only while there is room, and no two unanswered with one id: anything else is an exception.</summary>
    /// <param name="MessageId">The same as in the JSON; also the stanza's id.</param>
    /// <param name="Json">The text of the <c>gcm</c> element.</param>
    public sealed record Submit(string MessageId, string Json) : SessionInput;

    /// <summary>The broker has what came as (<paramref name="From"/>, <paramref name="MessageId"/>): it may be acknowledged.</summary>
    public sealed record Published(string From, string MessageId) : SessionInput;

    /// <summary>Time has passed; wanted at <see cref="CcsSession.NextDue"/> at the latest.</summary>
    public sealed record Tick : SessionInput;

    /// <summary>Take nothing more and live on as a tail: a successor is wanted. The reason is for people.</summary>
    public sealed record Retire(string Reason) : SessionInput;

    /// <summary>Close the stream. The session ends when the endpoint has closed it too, or after five seconds.</summary>
    public sealed record Stop : SessionInput;
}
