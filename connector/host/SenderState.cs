namespace CcsBridge.Connector;

/// <summary>How a sender does, in words that health, logs and people share. Written by its loops, read by health.</summary>
internal sealed class SenderState(string senderId)
{
    private volatile Phase _phase = new("connecting", "no session yet");

    private sealed record Phase(string Name, string Detail);

    public string SenderId { get; } = senderId;

    /// <summary><c>connecting</c>, <c>bound</c>, <c>draining</c>, <c>dropped</c>, <c>rejected</c>, <c>faulted</c>.</summary>
    public string Name => _phase.Name;

    /// <summary>Why, in one sentence.</summary>
    public string Detail => _phase.Detail;

    public bool IsBound => Name == "bound";

    public void Bound(string jid) => _phase = new Phase("bound", $"as {jid}");

    public void Draining() => _phase = new Phase("draining", "the endpoint is about to close the session; nothing is sent on it");

    public void Ended(SessionEnd end) => _phase = end switch
    {
        SessionEnd.Rejected rejected => new Phase("rejected", rejected.Sentence),
        SessionEnd.Dropped dropped => new Phase("dropped", dropped.Reason),
        SessionEnd.Faulted faulted => new Phase("faulted", faulted.Fault.GetType().Name),
        _ => new Phase("stopped", "asked to"),
    };
}
