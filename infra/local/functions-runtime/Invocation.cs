namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>A call of a function for a message, over and settled.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Id">Of the call, as the handler got it.</param>
/// <param name="MessageId">The broker message id; null if it had none.</param>
/// <param name="DeliveryCount">1 on the message's first delivery.</param>
/// <param name="End">How the message was settled.</param>
/// <param name="Took">From the call's begin to the settlement.</param>
internal sealed record Invocation(
    string Function, Guid Id, string? MessageId, int DeliveryCount, InvocationEnd End, TimeSpan Took);

/// <summary>How the message of a call was settled.</summary>
internal enum InvocationEnd
{
    /// <summary>The function is done with it; it was completed.</summary>
    Completed,

    /// <summary>The call failed; the message was abandoned and comes again.</summary>
    Abandoned,

    /// <summary>The link ended before it could be settled; the message comes again once its lock is over.</summary>
    LinkLost,
}
