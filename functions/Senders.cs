using CcsBridge.Contracts;

namespace CcsBridge.Functions;

/// <summary>The senders in the connector's order, which decides their queues.</summary>
internal sealed record Senders(IReadOnlyList<string> Ids)
{
    public const int LongestId = 64;

    public string First => Ids[0];

    public bool Has(string sender) => Ids.Contains(sender);

    /// <summary>The queue of a sender; null if it is not in the list.</summary>
    public string? Queue(string sender)
    {
        for (var position = 0; position < Ids.Count; position++)
        {
            if (Ids[position] == sender)
                return Entities.DownstreamQueue(position, sender);
        }

        return null;
    }
}
