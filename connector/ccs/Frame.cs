namespace CcsBridge.Ccs;

/// <summary>What a stanza means, once bound.</summary>
internal abstract record Frame
{
    private Frame() { }

    /// <summary>From a device or about one: message, receipt or malformed. To be published, then acknowledged by this key.</summary>
    public sealed record FromDevice(string From, string MessageId, SessionEffect Effect) : Frame;

    /// <summary>The endpoint's word on a downstream message that may or may not be in flight.</summary>
    public sealed record Answered(string MessageId, Answer Answer) : Frame;

    /// <summary>Control: the connection is about to be closed.</summary>
    public sealed record Draining : Frame;

    /// <summary>An iq that wants an answer.</summary>
    public sealed record Request(string? Id, string? From, bool IsPing) : Frame;

    /// <summary>The answer to a ping of ours; that something came is all it says.</summary>
    public sealed record Reply : Frame;

    /// <summary>Nothing to act on; said in the log without its contents.</summary>
    public sealed record Ignored(string Note) : Frame;
}
