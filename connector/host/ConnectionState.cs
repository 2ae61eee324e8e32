namespace CcsBridge.Connector;

/// <summary>How one connection of a sender does, in words that health, logs and people share. Written by its loops, read by health.</summary>
/// <param name="name">For logs: the sender, and which of its connections if it has several.</param>
internal sealed class ConnectionState(string name)
{
    /// <summary>So many faults of ours within <see cref="FaultsWithin"/>, and the connection is called faulted.</summary>
    private const int FaultsAllowed = 5;

    private static readonly TimeSpan FaultsWithin = TimeSpan.FromMinutes(10);

    private readonly Queue<DateTimeOffset> _faults = [];
    private volatile Phase _phase = new("connecting", "no session yet");

    private sealed record Phase(string Name, string Detail);

    /// <summary>It became <c>faulted</c>.</summary>
    public event Action? BecameFaulted;

    public string Name { get; } = name;

    /// <summary><c>connecting</c>, <c>bound</c>, <c>draining</c>, <c>dropped</c>, <c>rejected</c>, <c>faulted</c>, <c>stopped</c>.</summary>
    public string Word => _phase.Name;

    /// <summary>Why, in one sentence.</summary>
    public string Detail => _phase.Detail;

    public bool IsBound => Word == "bound";

    public bool IsFaulted => Word == "faulted";

    public void Bound(string jid) => _phase = new Phase("bound", $"as {jid}");

    /// <summary>The session lives on with the key before the new one.</summary>
    public void NewKeyFailed(SessionEnd end)
    {
        var why = end switch
        {
            SessionEnd.Rejected rejected => rejected.Sentence,
            SessionEnd.Dropped dropped => dropped.Reason,
            _ => end.GetType().Name,
        };
        _phase = new Phase("bound", $"with the key before the new one; the session with the new one did not come about: {why}");
    }

    public void Ended(SessionEnd end, DateTimeOffset now)
    {
        _phase = end switch
        {
            SessionEnd.Draining => new Phase("draining", "the session takes nothing more; its successor is being opened"),
            SessionEnd.Rejected rejected => new Phase("rejected", rejected.Sentence),
            SessionEnd.Dropped dropped => new Phase("dropped", dropped.Reason),
            SessionEnd.Faulted faulted when IsOften(now) => new Phase("faulted", $"{FaultsAllowed} faults of the connector in {FaultsWithin.TotalMinutes:0} minutes, the last: {faulted.Fault.GetType().Name}"),
            SessionEnd.Faulted faulted => new Phase("dropped", $"a fault of the connector: {faulted.Fault.GetType().Name}"),
            _ => new Phase("stopped", "asked to"),
        };
        if (IsFaulted)
            BecameFaulted?.Invoke();
    }

    private bool IsOften(DateTimeOffset now)
    {
        _faults.Enqueue(now);
        while (_faults.Peek() < now - FaultsWithin)
            _faults.Dequeue();
        return _faults.Count >= FaultsAllowed;
    }
}
