namespace CcsBridge.Ccs;

/// <summary>
/// What came up on this session and is not acknowledged yet, by (from, message id). A key can stand for several stanzas: devices use
/// their ids again, receipts repeat. An ack names the key alone, so none is given while one of them is not published; then each has its
/// own. As large as what the caller lets be unpublished: it stops reading first.
/// </summary>
internal sealed class Unacknowledged
{
    private readonly Dictionary<(string From, string MessageId), (int Came, int Published)> _keys = [];

    public bool Any => _keys.Count > 0;

    public void Came((string From, string MessageId) key)
    {
        var (came, published) = _keys.GetValueOrDefault(key);
        _keys[key] = (came + 1, published);
    }

    /// <summary>How many acks are due now; null: nothing under this key waits for one.</summary>
    public int? Published((string From, string MessageId) key)
    {
        if (!_keys.TryGetValue(key, out var known))
            return null;
        if (known.Published + 1 < known.Came)
        {
            _keys[key] = (known.Came, known.Published + 1);
            return 0;
        }

        _keys.Remove(key);
        return known.Came;
    }
}
