namespace CcsBridge.Simulation;

/// <summary>One message that an app put on the queue, through all its copies: what the endpoint and the broker saw of it.</summary>
internal sealed class Request(string id, Nature nature, bool failuresOnly)
{
    /// <summary>Counted sends, and one more for a connection that drained.</summary>
    private const int MostSends = 8 + 1;

    /// <summary>Ends of sessions or processes that a message which causes them may see: 20 counted ones, and those in company.</summary>
    public const int MostOwnEnds = 42;

    /// <summary>What one such message may do to another one.</summary>
    public const int MostSuffered = 11;

    public string Id => id;

    public Nature Nature => nature;

    /// <summary>Accepted is not told: the app wants to hear of failures only.</summary>
    public bool FailuresOnly => failuresOnly;

    /// <summary>Arrivals at the endpoint.</summary>
    public int Sends { get; set; }

    /// <summary>Sends that others explain: ends of sessions and of locks while it was written and unsettled, but for those of <see cref="EnderHits"/>.</summary>
    public int Hits { get; set; }

    /// <summary>The same, caused by a message that ends sessions or processes.</summary>
    public int EnderHits { get; set; }

    /// <summary>A copy of it may be on the queue without the connector's knowledge: the broker's word was lost.</summary>
    public bool MayHaveTwin { get; set; }

    /// <summary>Ends that it caused while others were unsettled on the same session.</summary>
    public int EndsInCompany { get; set; }

    /// <summary>The endpoint said yes to it, once at least.</summary>
    public bool TakenByEndpoint { get; set; }

    public bool Accepted { get; set; }

    public bool Rejected { get; set; }

    public string? DeadLetter { get; set; }

    /// <summary>An outcome event of it was confirmed to the connector.</summary>
    public bool Told { get; set; }

    /// <summary>The highest hop of its copies that was confirmed to the connector; 0: none.</summary>
    public int ConfirmedHop { get; set; }

    /// <summary>What it may be sent: more is caused by nothing that hit it.</summary>
    public int MaySend => MostSends + Hits + (nature == Nature.Ordinary ? EnderHits : MostOwnEnds);

    /// <summary>May the connector end its lock on the copy of this hop, now?</summary>
    public bool MayBeSettled(int hop) => Told || ConfirmedHop > hop || (failuresOnly && TakenByEndpoint);
}
