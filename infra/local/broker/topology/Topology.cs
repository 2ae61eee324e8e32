namespace CcsBridge.Local.Broker;

/// <summary>The broker's entities: what <c>infra/servicebus.json</c> says, further senders' queues, a monitor on every topic.</summary>
internal sealed record Topology(IReadOnlyList<QueueSettings> Queues, IReadOnlyList<TopicSettings> Topics)
{
    /// <summary>The subscription that every topic gets here and never in Azure: everything, for a minute.</summary>
    public const string Monitor = "monitor";

    /// <summary>Copies of a queue under other names; names that exist already stay as they are.</summary>
    public Topology WithQueuesLike(string queue, IEnumerable<string> names)
    {
        var like = Queues.FirstOrDefault(q => Same(q.Name, queue))
            ?? throw new ArgumentException(
                $"there is no queue '{queue}' to copy; there are: {string.Join(", ", Queues.Select(q => q.Name))}");
        var added = names.Where(name => !Queues.Any(q => Same(q.Name, name))).Distinct(StringComparer.OrdinalIgnoreCase);
        return this with { Queues = [.. Queues, .. added.Select(name => like with { Name = name })] };
    }

    /// <summary>Reads the topology beside this assembly. Anything it does not know is an error that names it.</summary>
    public static Topology Load() => TopologyFile.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "servicebus.json")));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A queue. Message ids are remembered for the duplicate window; null: no duplicate detection.</summary>
internal sealed record QueueSettings(string Name, DeliverySettings Delivery, TimeSpan? DuplicateWindow);

/// <summary>A topic. Its time to live caps every message's own; its duplicate window is a queue's.</summary>
internal sealed record TopicSettings(
    string Name, TimeSpan? TimeToLive, TimeSpan? DuplicateWindow, IReadOnlyList<SubscriptionSettings> Subscriptions);

/// <summary>A subscription; it takes what any of its filters matches. No filters: everything.</summary>
internal sealed record SubscriptionSettings(string Name, DeliverySettings Delivery, IReadOnlyList<CorrelationFilter> Filters)
{
    public bool Wants(BrokerMessage message) => Filters.Count == 0 || Filters.Any(f => f.Matches(message));
}
