namespace CcsBridge.Contracts;

/// <summary>The names of queues, topics and subscriptions. <c>infra/servicebus.json</c> holds the same ones, by test.</summary>
public static class Entities
{
    /// <summary>Topic: what devices say.</summary>
    public const string Upstream = "upstream";

    /// <summary>Topic: what became of downstream messages.</summary>
    public const string Outcomes = "outcomes";

    /// <summary>Subscription of <see cref="Upstream"/>: messages.</summary>
    public const string Processing = "processing";

    /// <summary>Subscription of <see cref="Upstream"/>: receipts and malformed messages.</summary>
    public const string Receipts = "receipts";

    /// <summary>Subscription of <see cref="Outcomes"/>: everything.</summary>
    public const string Status = "status";

    /// <summary>Queue: downstream requests of the first sender.</summary>
    public const string Downstream = "downstream";

    /// <summary>
    /// The queue of a sender, by default: <c>downstream</c> for the first in the list, <c>downstream-{Id}</c> for the others.
    /// Connector and Functions read the same list in the same order.
    /// </summary>
    public static string DownstreamQueue(int position, string senderId) =>
        position == 0 ? Downstream : $"{Downstream}-{senderId}";
}
