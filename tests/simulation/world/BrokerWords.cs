using CcsBridge.Local.Broker;
using CcsBridge.ServiceBus;
using BrokerSettlement = CcsBridge.Local.Broker.Settlement;

namespace CcsBridge.Simulation;

/// <summary>The product's words in the broker engine's, and back: what AMQP is between two processes.</summary>
internal static class BrokerWords
{
    public static BrokerMessage Message(BusMessage message) => new(message.Body)
    {
        MessageId = message.MessageId,
        CorrelationId = message.CorrelationId,
        Subject = message.Subject,
        ContentType = message.ContentType,
        TimeToLive = message.TimeToLive,
        ScheduledEnqueueTime = message.ScheduledEnqueueTime,
        Properties = message.Properties,
    };

    public static ReceivedMessage Received(BrokerDelivery delivery) => new(
        new BusMessage(delivery.Message.Body)
        {
            MessageId = delivery.Message.MessageId,
            CorrelationId = delivery.Message.CorrelationId,
            Subject = delivery.Message.Subject,
            ContentType = delivery.Message.ContentType,
            TimeToLive = delivery.Message.TimeToLive,
            Properties = delivery.Message.Properties,
        },
        delivery.LockToken, delivery.SequenceNumber, delivery.EnqueuedTime, delivery.LockedUntil ?? DateTimeOffset.MaxValue, delivery.DeliveryCount);

    public static BrokerSettlement Settlement(SettleAs how) => how switch
    {
        SettleAs.Complete => new BrokerSettlement.Complete(),
        SettleAs.Release => new BrokerSettlement.Release(),
        SettleAs.DeadLetter dead => new BrokerSettlement.DeadLetter(dead.Reason, dead.Description, new Dictionary<string, object>()),
        _ => throw new InvalidOperationException($"no word for {how.GetType().Name}"),
    };

    public static SendOutcome Outcome(Refusal why) => new SendOutcome.Refused(
        why.Kind == RefusalKind.NotAllowed ? RefusalScope.Message : RefusalScope.Entity, why.Kind.ToString(), why.Text);
}
