namespace CcsBridge.ServiceBus;

/// <summary>What became of a send: the broker has it, refused it, or nobody knows.</summary>
public abstract record SendOutcome
{
    private SendOutcome() { }

    /// <summary>The broker has it (disposition <c>accepted</c>). Only this may be acknowledged further up.</summary>
    public sealed record Confirmed : SendOutcome;

    /// <summary>The broker said no on a live link; the same again will be refused again while its reason lasts.</summary>
    /// <param name="Scope">Whether this message or the whole entity is refused.</param>
    /// <param name="Condition">The AMQP error condition, as <c>amqp:link:message-size-exceeded</c>.</param>
    /// <param name="Description">The broker's text.</param>
    public sealed record Refused(RefusalScope Scope, string Condition, string Description) : SendOutcome;

    /// <summary>Busy, timed out, or the link ended before the broker's word: it may have it or not. Send the same again, with the same id.</summary>
    public sealed record Unknown(string Reason) : SendOutcome;
}

/// <summary>What a refusal is about.</summary>
public enum RefusalScope
{
    /// <summary>Its size, an argument, not allowed: another message may pass.</summary>
    Message,

    /// <summary>Not found, disabled, unauthorized, over its quota: nothing passes for now.</summary>
    Entity,
}
