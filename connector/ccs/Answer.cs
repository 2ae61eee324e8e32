namespace CcsBridge.Ccs;

/// <summary>What the endpoint said about a downstream message. What it means is not decided here.</summary>
public abstract record Answer
{
    private Answer() { }

    /// <summary>An ack: taken over by the endpoint, not yet delivered.</summary>
    /// <param name="RegistrationId">The token to use from now on, if the endpoint gave one.</param>
    /// <param name="FailedRegistrationIds">Of a device group: the members that it was not taken over for, at most 100; null where none are named.</param>
    public sealed record Accepted(string? RegistrationId, IReadOnlyList<string>? FailedRegistrationIds = null) : Answer;

    /// <summary>A nack.</summary>
    /// <param name="Error">A code of the reference, or what stood there, at most 255 characters.</param>
    /// <param name="Description">The endpoint's text, at most 1,024 characters.</param>
    public sealed record Refused(string Error, string? Description) : Answer;

    /// <summary>An XMPP stanza error: the endpoint could not read the message.</summary>
    /// <param name="Type">RFC 6120 §8.3.2: cancel, modify, wait, auth, continue.</param>
    /// <param name="Condition">RFC 6120 §8.3.3, as <c>bad-request</c>.</param>
    /// <param name="Text">The endpoint's text, at most 1,024 characters.</param>
    public sealed record StanzaError(string Type, string Condition, string? Text) : Answer;
}
