namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What the head does for the endpoint, in this order.</summary>
internal abstract record Effect
{
    private Effect()
    {
    }

    public sealed record Write(int Connection, ReadOnlyMemory<byte> Bytes) : Effect;

    /// <summary>Close once everything written has gone out. The endpoint has forgotten the connection.</summary>
    public sealed record Close(int Connection) : Effect;

    /// <summary>Cut at once, as a lost network does. The endpoint has forgotten the connection.</summary>
    public sealed record Abort(int Connection) : Effect;

    /// <summary>Leave the socket unread, so that the peer feels the pressure.</summary>
    public sealed record StopReading(int Connection) : Effect;

    public sealed record ResumeReading(int Connection) : Effect;

    public sealed record Happened(Happening Happening) : Effect;
}
