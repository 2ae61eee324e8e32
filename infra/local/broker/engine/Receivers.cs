namespace CcsBridge.Local.Broker;

/// <summary>The receivers of one queue, served in turn.</summary>
internal sealed class Receivers
{
    private readonly List<Receiver> _list = [];
    private int _turn;

    public void Add(Receiver receiver) => _list.Add(receiver);

    public void Remove(Receiver receiver) => _list.Remove(receiver);

    /// <summary>The next in turn that has credit; null: nobody has.</summary>
    public Receiver? Next()
    {
        for (var i = 0; i < _list.Count; i++)
        {
            var candidate = _list[(_turn + i) % _list.Count];
            if (!candidate.HasCredit)
                continue;
            _turn = (_turn + i + 1) % _list.Count;
            return candidate;
        }

        return null;
    }
}
