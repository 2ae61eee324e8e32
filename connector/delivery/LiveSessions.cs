namespace CcsBridge.Delivery;

/// <summary>The sessions that are bound and not over, oldest first.</summary>
internal sealed class LiveSessions
{
    private readonly SortedDictionary<int, LiveSession> _live = [];

    public IReadOnlyCollection<LiveSession> All => _live.Values;

    /// <summary>One that takes messages, or will when it has room.</summary>
    public bool AnyReady => _live.Values.Any(session => !session.Draining);

    public bool AnyFree => _live.Values.Any(session => session.Free > 0);

    public int Free => _live.Values.Sum(session => session.Free);

    /// <summary>What may be in flight at present on those that take messages.</summary>
    public int Window => _live.Values.Where(session => !session.Draining).Sum(session => session.Window);

    /// <summary>Null: it is over, or never was bound.</summary>
    public LiveSession? Find(SessionId session) => _live.GetValueOrDefault(session.Number);

    public void Add(SessionId session) => _live[session.Number] = new LiveSession(session);

    public void Remove(SessionId session) => _live.Remove(session.Number);
}
