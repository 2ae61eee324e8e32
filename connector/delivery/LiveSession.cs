namespace CcsBridge.Delivery;

/// <summary>What the promise knows of a session: its free slots, and the ids that are on its wire.</summary>
internal sealed class LiveSession(SessionId id)
{
    public SessionId Id { get; } = id;

    /// <summary>Slots given and not used yet; none once it drains.</summary>
    public int Free { get; private set; }

    public bool Draining { get; private set; }

    /// <summary>Unanswered here, those that timed out included: no second one of the same id may go out on this session.</summary>
    public HashSet<string> OnTheWire { get; } = [];

    public void Give(int slots) => Free += Draining ? 0 : slots;

    public void Use(string messageId)
    {
        Free--;
        OnTheWire.Add(messageId);
    }

    public void Drain()
    {
        Draining = true;
        Free = 0;
    }
}
