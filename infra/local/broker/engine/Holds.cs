namespace CcsBridge.Local.Broker;

/// <summary>Confirmations kept back, by entity, so that a test or the tour can stop the world between "taken" and "confirmed".</summary>
internal sealed class Holds
{
    private readonly Dictionary<string, List<SendId>> _byEntity = new(StringComparer.OrdinalIgnoreCase);

    public void Begin(string entity) => _byEntity.TryAdd(entity, []);

    /// <summary>Whether the confirmation is kept back.</summary>
    public bool Keeps(string entity, SendId send)
    {
        if (!_byEntity.TryGetValue(entity, out var held))
            return false;
        held.Add(send);
        return true;
    }

    /// <summary>Ends the hold; what it kept back, in order.</summary>
    public IReadOnlyList<SendId> End(string entity) => _byEntity.Remove(entity, out var held) ? held : [];
}
