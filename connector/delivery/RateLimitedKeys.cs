namespace CcsBridge.Delivery;

/// <summary>
/// Devices and topics that refuse for rate. Each message for such a key gets a turn of its own; turns are 1 s apart, doubled by a
/// refusal of a message written after the last doubling, at most 60 s, and a tenth less with every ack.
/// </summary>
internal sealed class RateLimitedKeys
{
    /// <summary>Keys remembered; the oldest goes first, and then costs a refusal to be known again.</summary>
    public const int Most = 10_000;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, LinkedListNode<Limit>> _limits = new(StringComparer.Ordinal);
    private readonly LinkedList<Limit> _byAge = new();

    private sealed class Limit(string key, DateTimeOffset now)
    {
        public readonly string Key = key;
        public TimeSpan Apart = Shortest;
        public DateTimeOffset Doubled = now;
        public DateTimeOffset Refused = now;
        public DateTimeOffset LastTurn = now;
    }

    /// <summary>A message for the key was refused; gives its next turn.</summary>
    /// <param name="key">The device or topic.</param>
    /// <param name="written">When the message was written: one that was under way already says nothing new.</param>
    /// <param name="now">The time of the refusal.</param>
    public DateTimeOffset Refused(string key, DateTimeOffset written, DateTimeOffset now)
    {
        if (_limits.TryGetValue(key, out var node))
        {
            node.Value.Refused = now;
            if (written > node.Value.Doubled)
                (node.Value.Apart, node.Value.Doubled) = (Min(node.Value.Apart * 2, Longest), now);
        }
        else
        {
            node = Add(key, now);
        }

        return TakeTurn(node.Value, now);
    }

    /// <summary>A message for the key was taken over.</summary>
    public void Accepted(string key, DateTimeOffset now)
    {
        if (!_limits.TryGetValue(key, out var node))
            return;
        node.Value.Apart *= 0.9;
        if (node.Value.Apart < Shortest && node.Value.LastTurn <= now)
            Forget(node);
    }

    /// <summary>Null: it may be written. Else the turn that it has to wait for.</summary>
    /// <param name="key">The device or topic.</param>
    /// <param name="turnCame">It had a turn, and this is it.</param>
    /// <param name="now">The time.</param>
    public DateTimeOffset? TurnOf(string key, bool turnCame, DateTimeOffset now) =>
        !_limits.TryGetValue(key, out var node) || (turnCame && now - node.Value.Refused >= node.Value.Apart) ? null : TakeTurn(node.Value, now);

    private static DateTimeOffset TakeTurn(Limit limit, DateTimeOffset now) =>
        limit.LastTurn = (limit.LastTurn > now ? limit.LastTurn : now) + limit.Apart;

    private LinkedListNode<Limit> Add(string key, DateTimeOffset now)
    {
        if (_limits.Count == Most)
            Forget(_byAge.First!);
        var node = _byAge.AddLast(new Limit(key, now));
        _limits.Add(key, node);
        return node;
    }

    private void Forget(LinkedListNode<Limit> node)
    {
        _byAge.Remove(node);
        _limits.Remove(node.Value.Key);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
