namespace CcsBridge.ServiceBus;

/// <summary>What a person who watches the bus wants to know: one line in a log. Holds no token and no payload.</summary>
/// <param name="Entity">The queue or topic.</param>
/// <param name="What">What happened to its link.</param>
/// <param name="Reason">The broker's words or the network's; empty when all is well.</param>
/// <param name="RetryIn">When it is tried again; null when nothing has to be.</param>
public sealed record BusNotice(string Entity, BusEvent What, string Reason, TimeSpan? RetryIn);

public enum BusEvent
{
    LinkOpened,

    /// <summary>An open link ended: by the broker, with its session or connection, or because nothing was heard.</summary>
    LinkLost,

    /// <summary>The broker said no: the entity is missing, disabled or not ours.</summary>
    LinkRefused,

    /// <summary>The broker could not be reached, or was too busy to open the link.</summary>
    Unreachable,

    /// <summary>A token could not be renewed; the link lives on until the old one is over.</summary>
    RenewalFailed,
}
