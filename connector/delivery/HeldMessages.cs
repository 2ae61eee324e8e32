namespace CcsBridge.Delivery;

/// <summary>
/// The messages held, by sequence number, and indexes for what is asked of them on every input: an input must not cost a look at all
/// of them. A message tells before and after what the indexes go by changes.
/// </summary>
internal sealed class HeldMessages
{
    private static readonly Comparer<HeldMessage> InOrderOfWriting = Comparer<HeldMessage>.Create((one, other) =>
        (one.FirstWritten ?? DateTimeOffset.MaxValue, one.SequenceNumber).CompareTo((other.FirstWritten ?? DateTimeOffset.MaxValue, other.SequenceNumber)));

    private static readonly Comparer<HeldMessage> InOrderOfDue = Comparer<HeldMessage>.Create((one, other) =>
        (one.Due!.Value, one.SequenceNumber).CompareTo((other.Due!.Value, other.SequenceNumber)));

    private readonly SortedDictionary<long, HeldMessage> _held = [];
    private readonly SortedSet<HeldMessage> _waiting = new(InOrderOfWriting);
    private readonly SortedSet<HeldMessage> _due = new(InOrderOfDue);
    private readonly Dictionary<(SessionId Session, string MessageId), HeldMessage> _written = [];
    private readonly Dictionary<Guid, HeldMessage> _locked = [];

    public int Count => _held.Count;

    public IEnumerable<HeldMessage> All => _held.Values;

    /// <summary>Not written yet, or written on a session that ended: those first, in the order of first writing.</summary>
    public IReadOnlyCollection<HeldMessage> Waiting => _waiting;

    /// <summary>When the first of them wants to be looked at.</summary>
    public DateTimeOffset? NextDue => _due.Min?.Due;

    public HeldMessage? Find(long sequenceNumber) => _held.GetValueOrDefault(sequenceNumber);

    public HeldMessage? Locked(Guid lockToken) => _locked.GetValueOrDefault(lockToken);

    public HeldMessage? Written(SessionId session, string messageId) => _written.GetValueOrDefault((session, messageId));

    /// <summary>Those that want to be looked at by now, by sequence number.</summary>
    public IReadOnlyList<HeldMessage> DueBy(DateTimeOffset now) =>
        NextDue <= now ? [.. _due.TakeWhile(held => held.Due <= now).OrderBy(held => held.SequenceNumber)] : [];

    public void Add(HeldMessage held)
    {
        _held.Add(held.SequenceNumber, held);
        held.Index = this;
        Enter(held);
    }

    public void Remove(HeldMessage held)
    {
        if (!_held.Remove(held.SequenceNumber))
            return;
        Leave(held);
        held.Index = null;
    }

    /// <summary>It is about to change.</summary>
    public void Leave(HeldMessage held)
    {
        _waiting.Remove(held);
        if (held.Due is not null)
            _due.Remove(held);
        if (held.WrittenOn is { } session)
            _written.Remove((session, held.MessageId));
        _locked.Remove(held.Received.LockToken);
    }

    /// <summary>It has changed.</summary>
    public void Enter(HeldMessage held)
    {
        if (held.Waits)
            _waiting.Add(held);
        if (held.Due is not null)
            _due.Add(held);
        if (held.WrittenOn is { } session)
            _written[(session, held.MessageId)] = held;
        _locked[held.Received.LockToken] = held;
    }
}
