using CcsBridge.Contracts;
using CcsBridge.Delivery;
using CcsBridge.ServiceBus;

namespace CcsBridge.Connector.Deliveries;

/// <summary>The promise's words in Service Bus's, and back.</summary>
internal static class BusWords
{
    public static BusMessage Message(BridgeEvent told) => new(told.Body)
    {
        MessageId = told.Id,
        CorrelationId = told.CorrelationId,
        ContentType = BridgeEvent.ContentType,
        Properties = told.Properties,
    };

    public static BusMessage Message(PutBackCopy copy) => new(copy.Original.Body)
    {
        MessageId = copy.Id,
        CorrelationId = copy.Original.CorrelationId,
        Subject = copy.Original.Subject,
        ContentType = copy.Original.ContentType,
        TimeToLive = copy.TimeToLive,
        ScheduledEnqueueTime = copy.Due,
        Properties = copy.Properties,
    };

    public static ReceivedRequest Request(ReceivedMessage received) => new(
        received.LockToken,
        received.SequenceNumber,
        received.EnqueuedTime,
        received.LockedUntil,
        received.DeliveryCount,
        received.Message.Body,
        received.Message.MessageId,
        received.Message.CorrelationId,
        received.Message.Subject,
        received.Message.ContentType,
        received.Message.TimeToLive,
        received.Message.Properties,
        received.UnreadableBody);

    public static BusAnswer Answer(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Confirmed => new BusAnswer.Confirmed(),
        SendOutcome.Refused { Scope: RefusalScope.Message } refused => new BusAnswer.RefusedMessage($"{refused.Condition}: {refused.Description}"),
        SendOutcome.Refused refused => new BusAnswer.RefusedEntity(refused.Condition, refused.Description),
        SendOutcome.Unknown unknown => new BusAnswer.NotConfirmed(unknown.Reason),
        _ => throw new InvalidOperationException($"no word for {outcome.GetType().Name}"),
    };

    public static DeliveryInput Renewal(Guid lockToken, LockRenewal renewal) => renewal switch
    {
        LockRenewal.Renewed renewed => new DeliveryInput.LockRenewed(lockToken, renewed.LockedUntil),
        LockRenewal.Lost => new DeliveryInput.LockRenewed(lockToken, null),
        LockRenewal.NotConfirmed => new DeliveryInput.LockNotRenewed(lockToken),
        _ => throw new InvalidOperationException($"no word for {renewal.GetType().Name}"),
    };
}
