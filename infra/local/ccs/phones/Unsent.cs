using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs.Phones;

/// <summary>What an app said while its phone was offline: at most 20 messages (CCS reference, "Storage of upstream").</summary>
internal sealed class Unsent
{
    public const int Most = 20;
    private readonly Queue<(UpstreamMessage Message, DateTimeOffset Ends)> _waiting = new();

    public int Count => _waiting.Count;

    /// <summary>Keeps a message; false when there are too many.</summary>
    public bool Add(UpstreamMessage message, DateTimeOffset now)
    {
        if (_waiting.Count == Most)
            return false;
        _waiting.Enqueue((message, now + TimeSpan.FromSeconds(message.TimeToLive)));
        return true;
    }

    /// <summary>Takes out all, and gives those whose time to live is not over.</summary>
    public IReadOnlyList<UpstreamMessage> Take(DateTimeOffset now)
    {
        UpstreamMessage[] taken = [.. _waiting.Where(w => w.Ends > now).Select(w => w.Message)];
        _waiting.Clear();
        return taken;
    }

    public void Clear() => _waiting.Clear();
}
