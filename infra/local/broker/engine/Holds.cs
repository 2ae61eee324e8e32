namespace CcsBridge.Local.Broker;

/// <summary>
/// What is kept back, by entity, so that a test or the tour can stop the world between two steps: confirmations between "taken" and
/// "confirmed", settlements between "said" and "heard".
/// </summary>
internal sealed class Holds<T>
{
    private readonly Dictionary<string, List<T>> _byEntity = new(StringComparer.OrdinalIgnoreCase);

    public void Begin(string entity) => _byEntity.TryAdd(entity, []);

    /// <summary>Whether it is kept back.</summary>
    public bool Keeps(string entity, T what)
    {
        if (!_byEntity.TryGetValue(entity, out var held))
            return false;
        held.Add(what);
        return true;
    }

    /// <summary>Ends the hold; what it kept back, in order.</summary>
    public IReadOnlyList<T> End(string entity) => _byEntity.Remove(entity, out var held) ? held : [];
}
