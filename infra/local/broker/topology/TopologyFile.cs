using System.Text.Json;

namespace CcsBridge.Local.Broker;

/// <summary>
/// Reads the official emulator's configuration, strictly: an unknown member, an SQL filter, a session, a forward is an
/// <see cref="InvalidDataException"/> that names it. Production values beyond that emulator's limits are fine.
/// </summary>
internal static class TopologyFile
{
    public static Topology Read(string json)
    {
        using var document = JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip });
        var root = new JsonMembers(document.RootElement, "$");
        var user = root.Object("UserConfig");
        root.Done();
        var namespaces = user.Items("Namespaces").ToList();
        var logging = user.Object("Logging");
        logging.Text("Type");
        logging.Done();
        user.Done();
        if (namespaces is not [var only])
            throw user.Wrong("Namespaces", $"an array of one namespace, found {namespaces.Count}");

        only.Text("Name");
        var topology = new Topology([.. only.Items("Queues").Select(Queue)], [.. only.Items("Topics").Select(Topic)]);
        only.Done();
        RefuseDoubles(topology.Queues.Select(q => q.Name).Concat(topology.Topics.Select(t => t.Name)), only.Path);
        return topology;
    }

    private static QueueSettings Queue(JsonMembers queue)
    {
        var name = queue.RequiredText("Name");
        var properties = queue.Object("Properties");
        queue.Done();
        var settings = new QueueSettings(name, Delivery(properties), Window(properties));
        properties.Done();
        return settings;
    }

    private static TopicSettings Topic(JsonMembers topic)
    {
        var name = topic.RequiredText("Name");
        var properties = topic.Object("Properties");
        var subscriptions = topic.Items("Subscriptions").Select(Subscription).ToList();
        topic.Done();
        var settings = new TopicSettings(name, properties.Duration("DefaultMessageTimeToLive"), Window(properties), subscriptions);
        properties.Done();
        RefuseDoubles(subscriptions.Select(s => s.Name).Append(Topology.Monitor), topic.Path);
        return settings;
    }

    private static SubscriptionSettings Subscription(JsonMembers subscription)
    {
        var name = subscription.RequiredText("Name");
        var properties = subscription.Object("Properties");
        var filters = subscription.Items("Rules").Select(RuleFile.Read).ToList();
        subscription.Done();
        var settings = new SubscriptionSettings(name, Delivery(properties), filters);
        properties.Done();
        return settings;
    }

    private static DeliverySettings Delivery(JsonMembers properties)
    {
        properties.Refuse("RequiresSession");
        properties.Refuse("ForwardTo");
        properties.Refuse("ForwardDeadLetteredMessagesTo");
        var defaults = new DeliverySettings();
        return new DeliverySettings
        {
            LockDuration = properties.Duration("LockDuration") ?? defaults.LockDuration,
            MaxDeliveryCount = properties.Number("MaxDeliveryCount") ?? defaults.MaxDeliveryCount,
            TimeToLive = properties.Duration("DefaultMessageTimeToLive"),
            DeadLetterOnExpiration = properties.Flag("DeadLetteringOnMessageExpiration"),
        };
    }

    private static TimeSpan? Window(JsonMembers properties)
    {
        var length = properties.Duration("DuplicateDetectionHistoryTimeWindow") ?? TimeSpan.FromMinutes(10);
        return properties.Flag("RequiresDuplicateDetection") ? length : null;
    }

    private static void RefuseDoubles(IEnumerable<string> names, string path)
    {
        var doubled = names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (doubled is not null)
            throw new InvalidDataException(
                $"servicebus.json: {path} has two entities named '{doubled.Key}' ('{Topology.Monitor}' is added to every topic by itself)");
    }
}
