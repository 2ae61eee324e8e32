namespace CcsBridge.Local.Broker;

/// <summary>Every lock of the broker by its token: a lock belongs to no link.</summary>
internal sealed class Locks(Func<Guid> newGuid)
{
    private readonly Dictionary<Guid, (MessageQueue Queue, StoredMessage Message)> _held = [];

    public Guid NewToken() => newGuid();

    public Guid Add(MessageQueue queue, StoredMessage message)
    {
        var token = newGuid();
        _held.Add(token, (queue, message));
        return token;
    }

    public void Remove(Guid token) => _held.Remove(token);

    public (MessageQueue Queue, StoredMessage Message)? Find(Guid token) => _held.TryGetValue(token, out var held) ? held : null;
}
