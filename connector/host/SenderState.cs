namespace CcsBridge.Connector;

/// <summary>How a sender does: bound if one of its connections is, faulted if all are; the others are named.</summary>
internal sealed class SenderState
{
    public SenderState(string senderId, int connections)
    {
        SenderId = senderId;
        Connections = [.. Enumerable.Range(1, connections).Select(number =>
            new ConnectionState(connections == 1 ? senderId : $"{senderId} ({number} of {connections})"))];
        foreach (var connection in Connections)
            connection.BecameFaulted += LookWhetherFaulted;
    }

    /// <summary>All of its connections are <c>faulted</c>, the last of them just now.</summary>
    public event Action? BecameFaulted;

    public string SenderId { get; }

    public IReadOnlyList<ConnectionState> Connections { get; }

    public bool IsBound => Connections.Any(connection => connection.IsBound);

    public bool IsWhollyBound => Connections.All(connection => connection.IsBound);

    public bool IsFaulted => Connections.All(connection => connection.IsFaulted);

    /// <summary>The word of the one connection, or how many are bound and what is wrong with the others, each in a sentence.</summary>
    public override string ToString()
    {
        if (Connections is [var only])
            return $"{only.Word}: {only.Detail}";
        var others = Connections.Index().Where(connection => !connection.Item.IsBound)
            .Select(connection => $"; connection {connection.Index + 1} {connection.Item.Word}: {connection.Item.Detail}");
        return $"{(IsBound ? "bound" : "not bound")}: {Connections.Count(connection => connection.IsBound)} of {Connections.Count} connections{string.Concat(others)}";
    }

    private void LookWhetherFaulted()
    {
        if (IsFaulted)
            BecameFaulted?.Invoke();
    }
}
