namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>Which connection of a sender gets the next upstream message. CCS never said how it chose.</summary>
internal enum Distribution
{
    RoundRobin,
    Newest,

    /// <summary>All to one, as long as it lives and has room.</summary>
    Oldest,
    Random,
}

/// <summary>What happens to a downstream message over the window. CCS never said.</summary>
internal enum Overrun
{
    /// <summary>The stream ends with <c>policy-violation</c>: a client that miscounts learns it at once.</summary>
    EndStream,

    /// <summary>It is taken like any other.</summary>
    Accept,
}

/// <summary>What happens to a bind when its sender has all the connections it may have.</summary>
internal enum Overfull
{
    /// <summary>The bind is refused with <c>resource-constraint</c> (XMPP RFC 6120 §7.6.2.1).</summary>
    RefuseNewest,

    /// <summary>The oldest connection ends with the stream error <c>conflict</c>, and the new one takes its place.</summary>
    EndOldest,
}

/// <summary>What is answered to an ack that nothing on its connection waits for.</summary>
internal enum BadAcks
{
    Nack,
    Ignore,
}

/// <summary>The two shapes of a message on the wire; clients must read both (CCS reference, "Message stanzas").</summary>
internal enum Shape
{
    /// <summary><c>type="normal"</c> and a plain <c>gcm</c> child.</summary>
    Typed,

    /// <summary>No type, and a prefixed <c>data:gcm</c> child.</summary>
    Untyped,
}
