namespace CcsBridge.Local.Broker;

/// <summary>Every entity of the topology by path, built once.</summary>
internal sealed class Entities
{
    private readonly Dictionary<string, Entrance> _entrances = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, MessageQueue> _queues = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Topic> _topics = [];
    private readonly Alarms _alarms;
    private readonly Locks _locks;

    public Entities(Topology topology, Alarms alarms, Locks locks)
    {
        (_alarms, _locks) = (alarms, locks);
        foreach (var settings in topology.Queues)
        {
            var queue = AddQueue(settings.Name, settings.Delivery);
            AddEntrance(settings.Name, settings.DuplicateWindow, () => queue.Bytes, (message, turn) => queue.Enqueue(message, null, turn));
        }

        foreach (var settings in topology.Topics)
        {
            var subscriptions = settings.Subscriptions
                .Select(s => (s, AddQueue(SubscriptionPath(settings.Name, s.Name), s.Delivery))).ToList();
            var monitor = AddQueue(SubscriptionPath(settings.Name, Topology.Monitor), new() { TimeToLive = TimeSpan.FromMinutes(1) });
            var topic = new Topic(settings, subscriptions, monitor);
            _topics.Add(topic);
            AddEntrance(settings.Name, settings.DuplicateWindow, () => topic.Bytes, topic.Enqueue);
        }
    }

    public long Unmatched => _topics.Sum(t => t.Unmatched);

    public long FilterEvaluations => _topics.Sum(t => t.FilterEvaluations);

    /// <summary>Everything that can be received from.</summary>
    public IEnumerable<MessageQueue> Queues => _queues.Values;

    public Entrance? Entrance(string path) => _entrances.GetValueOrDefault(path);

    public MessageQueue? Queue(string path) => _queues.GetValueOrDefault(path);

    private static string SubscriptionPath(string topic, string subscription) => $"{topic}/Subscriptions/{subscription}";

    private MessageQueue AddQueue(string path, DeliverySettings delivery)
    {
        var deadPath = $"{path}/$DeadLetterQueue";
        var dead = new MessageQueue(deadPath, new() { LockDuration = delivery.LockDuration }, _alarms, _locks, deadLetters: null);
        var queue = new MessageQueue(path, delivery, _alarms, _locks, dead);
        _queues.Add(path, queue);
        _queues.Add(deadPath, dead);
        return queue;
    }

    private void AddEntrance(string path, TimeSpan? window, Func<long> bytes, Action<BrokerMessage, Turn> enqueue) =>
        _entrances.Add(path, new Entrance(path, window is { } length ? new DuplicateWindow(length) : null, _alarms, bytes, enqueue));
}
