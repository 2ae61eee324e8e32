namespace CcsBridge.Local.Broker;

/// <summary>What happened in the broker, in order, to be awaited. Keeps the last 50,000. Thread-safe.</summary>
internal sealed class Happenings
{
    private readonly SeenLog<Happening> _seen = new(most: 50_000);

    /// <summary>How many there have been; pass it as <c>since</c> to look only at what comes after now.</summary>
    public long Count => _seen.Position;

    /// <summary>Those still kept, oldest first.</summary>
    public IReadOnlyList<Happening> Log => _seen.Newest;

    public void Add(Happening happening) => _seen.Add(happening);

    /// <summary>The first of its kind that matches, out of those kept from <paramref name="since"/> on, or else the next to come.</summary>
    public Task<T> FirstAsync<T>(Func<T, bool> matches, CancellationToken cancel, long since = 0)
        where T : Happening => _seen.FirstAsync<T>(matches, cancel, since);

    /// <summary>The first of its kind for this message at this entity.</summary>
    public Task<T> FirstAsync<T>(string entity, string messageId, CancellationToken cancel, long since = 0)
        where T : Happening =>
        FirstAsync<T>(h => h.MessageId == messageId && string.Equals(h.Entity, entity, StringComparison.OrdinalIgnoreCase), cancel, since);
}
