namespace CcsBridge.Local.Broker;

/// <summary>Gives every subscription that wants a message a copy of its own.</summary>
internal sealed class Topic(
    TopicSettings settings, IReadOnlyList<(SubscriptionSettings Settings, MessageQueue Queue)> subscriptions, MessageQueue monitor)
{
    private long _lastSequenceNumber;

    /// <summary>Messages that no subscription wanted; the monitor does not count.</summary>
    public long Unmatched { get; private set; }

    /// <summary>How often a rule was asked whether it matches: Service Bus counts each as an operation. The monitor's do not count.</summary>
    public long FilterEvaluations { get; private set; }

    public long Bytes => subscriptions.Sum(s => s.Queue.Bytes) + monitor.Bytes;

    public void Enqueue(BrokerMessage message, Turn turn)
    {
        var number = ++_lastSequenceNumber;
        var capped = message with { TimeToLive = MessageQueue.Shorter(message.TimeToLive, settings.TimeToLive) };
        var matched = false;
        FilterEvaluations += subscriptions.Sum(s => Math.Max(1, s.Settings.Filters.Count));
        foreach (var subscription in subscriptions.Where(s => s.Settings.Wants(capped)))
        {
            matched = true;
            subscription.Queue.Enqueue(capped, number, turn);
        }

        if (!matched)
        {
            Unmatched++;
            turn.Say(new Happening.Unmatched(settings.Name, capped.MessageId!));
        }

        monitor.Enqueue(capped, number, turn);
    }
}
