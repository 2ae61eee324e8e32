namespace CcsBridge.Delivery;

/// <summary>What the promise knows of a session: its free slots, and the ids that are on its wire.</summary>
internal sealed class LiveSession(SessionId id)
{
    private readonly HashSet<string> _unanswered = [];
    private readonly HashSet<string> _timedOut = [];
    private string? _alone;

    public SessionId Id { get; } = id;

    /// <summary>Slots given and not used yet; none once it drains.</summary>
    public int Free { get; private set; }

    /// <summary>What may be in flight here at present; slots that timed out are not counted.</summary>
    public int Window => Free + _unanswered.Count;

    public bool Draining { get; private set; }

    /// <summary>Nothing is unanswered here; what timed out does not count.</summary>
    public bool IsEmpty => _unanswered.Count == 0;

    public void Give(int slots) => Free += Draining ? 0 : slots;

    /// <summary>A free slot, no message that travels alone, and none of the same id, one that timed out included.</summary>
    public bool Takes(string messageId) =>
        Free > 0 && _alone is null && !_unanswered.Contains(messageId) && !_timedOut.Contains(messageId);

    /// <summary>The id is on its wire, and its answer overdue.</summary>
    public bool IsOverdue(string messageId) => _timedOut.Contains(messageId);

    public void Use(string messageId, bool alone)
    {
        Free--;
        _unanswered.Add(messageId);
        _alone = alone ? messageId : null;
    }

    /// <summary>Answered, or never written: the id is off the wire.</summary>
    public void Clear(string messageId)
    {
        _unanswered.Remove(messageId);
        _timedOut.Remove(messageId);
        if (_alone == messageId)
            _alone = null;
    }

    /// <summary>Not answered in time: its slot stays taken, and its id on the wire.</summary>
    public void TimeOut(string messageId)
    {
        Clear(messageId);
        _timedOut.Add(messageId);
    }

    public void Drain()
    {
        Draining = true;
        Free = 0;
    }
}
