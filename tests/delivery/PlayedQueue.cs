using CcsBridge.Delivery;

namespace CcsBridge.Tests.Delivery;

/// <summary>
/// The sender's queue as the core sees it: given out under locks of two minutes, deliveries counted, scheduled copies folded by their
/// id. It keeps an account of how each delivery was decided: once, or it is a fault.
/// </summary>
internal sealed class PlayedQueue
{
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(2);

    /// <summary>So many deliveries, and the queue dead-letters it by itself: no event tells of it.</summary>
    public const int MostDeliveries = 50;

    private readonly PriorityQueue<ReceivedRequest, (DateTimeOffset Due, long Sequence)> _waiting = new();
    private readonly Dictionary<Guid, ReceivedRequest> _locked = [];
    private readonly Dictionary<Guid, Decision> _decisions = [];
    private readonly HashSet<string> _ids = [];
    private long _sequence, _token;

    internal enum Decision
    {
        Completed,
        DeadLettered,
        Released,
        LockLost,
    }

    public bool IsEmpty => Count == 0;

    /// <summary>All that did not end, the scheduled included.</summary>
    public int Count => _waiting.Count + _locked.Count;

    /// <summary>Given out and not settled.</summary>
    public int Held => _locked.Count;

    public List<string> Faults { get; } = [];

    /// <summary>The sequence numbers that ended, and how.</summary>
    public Dictionary<long, Decision> Ended { get; } = [];

    /// <summary>The most locks that one delivery after another of the same message has lost.</summary>
    public int MostLapses { get; private set; }

    public void Put(ReadOnlyMemory<byte> body, string id, IReadOnlyDictionary<string, object> properties, DateTimeOffset due)
    {
        if (_ids.Add(id))
            Wait(new ReceivedRequest(Guid.Empty, ++_sequence, due, due, 0, body, id, null, null, null, null, properties), due);
    }

    public void Put(PutBackCopy copy) => Put(copy.Original.Body, copy.Id, copy.Properties, copy.Due);

    /// <summary>When the next message can be given out: one that is due, or one whose lock ends.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            DateTimeOffset? next = _waiting.TryPeek(out _, out var first) ? first.Due : null;
            foreach (var locked in _locked.Values)
                next = next < locked.LockedUntil ? next : locked.LockedUntil;
            return next;
        }
    }

    public ReceivedRequest? Take(DateTimeOffset now)
    {
        EndLocks(now);
        if (!_waiting.TryPeek(out _, out var first) || first.Due > now)
            return null;
        var request = _waiting.Dequeue() with { LockToken = NextToken(), LockedUntil = now + Lock };
        _locked.Add(request.LockToken, request);
        return request;
    }

    /// <summary>The message under this lock; null: the lock is over.</summary>
    public ReceivedRequest? Locked(Guid token, DateTimeOffset now)
    {
        EndLocks(now);
        return _locked.GetValueOrDefault(token);
    }

    /// <summary>False: its lock is over.</summary>
    public bool Settle(Guid token, Decision how, DateTimeOffset now)
    {
        EndLocks(now);
        if (_decisions.GetValueOrDefault(token, Decision.LockLost) is not Decision.LockLost and var before)
            Faults.Add($"decided twice: {before}, then {how}");
        if (!_locked.Remove(token, out var request))
            return false;
        _decisions[token] = how;
        if (how == Decision.Released)
            Wait(request, now);
        else if (!Ended.TryAdd(request.SequenceNumber, how))
            Faults.Add($"ended twice: {Ended[request.SequenceNumber]}, then {how}");
        return true;
    }

    /// <summary>Until when the lock holds now; null: it is over.</summary>
    public DateTimeOffset? Renew(Guid token, DateTimeOffset now)
    {
        if (Locked(token, now) is not { } request)
            return null;
        _locked[token] = request with { LockedUntil = now + Lock };
        return now + Lock;
    }

    private void EndLocks(DateTimeOffset now)
    {
        foreach (var (token, request) in _locked.Where(locked => locked.Value.LockedUntil <= now).ToList())
        {
            _locked.Remove(token);
            _decisions[token] = Decision.LockLost;
            var again = request with { DeliveryCount = request.DeliveryCount + 1 };
            MostLapses = Math.Max(MostLapses, again.DeliveryCount);
            if (again.DeliveryCount >= MostDeliveries)
                Faults.Add($"{request.MessageId} was dead-lettered by the queue itself");
            else
                Wait(again, request.LockedUntil);
        }
    }

    private void Wait(ReceivedRequest request, DateTimeOffset due) => _waiting.Enqueue(request, (due, request.SequenceNumber));

    private Guid NextToken()
    {
        var bytes = new byte[16];
        BitConverter.TryWriteBytes(bytes, ++_token);
        return new Guid(bytes);
    }
}
