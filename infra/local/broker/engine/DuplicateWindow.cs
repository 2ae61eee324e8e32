namespace CcsBridge.Local.Broker;

/// <summary>Remembers message ids for a while, from when each was first seen.</summary>
internal sealed class DuplicateWindow(TimeSpan length)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, DateTimeOffset Until)> _oldestFirst = new();

    /// <summary>Whether the id is new within the window; it is known from then on.</summary>
    public bool IsNew(string id, DateTimeOffset now)
    {
        while (_oldestFirst.TryPeek(out var oldest) && oldest.Until <= now)
            _known.Remove(_oldestFirst.Dequeue().Id);
        if (!_known.Add(id))
            return false;
        _oldestFirst.Enqueue((id, now + length));
        return true;
    }
}
