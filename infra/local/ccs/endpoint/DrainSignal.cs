namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>How a draining connection says so. Clients met each of the three, and must know each alone.</summary>
internal enum DrainSignal
{
    /// <summary>The control message, and a nack <c>CONNECTION_DRAINING</c> to what still comes down.</summary>
    Both,

    /// <summary>The control message only; what still comes down is taken.</summary>
    Control,

    /// <summary>Only the nacks.</summary>
    Nack,
}
