using CcsBridge.ServiceBus;

namespace CcsBridge.Functions;

/// <summary>Everything this process says, 2xxx. No payload, no token, no key.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "Started for {Senders} sender(s); unverified registration {Unverified}, echo {Echo}")]
    public static partial void Started(this ILogger log, int senders, bool unverified, bool echo);

    public static void BusNoticed(this ILogger log, BusNotice notice)
    {
        if (notice.What == BusEvent.LinkOpened)
            BusLinkOpened(log, notice.Entity);
        else
            BusLinkTrouble(log, notice.Entity, notice.What, notice.RetryIn, notice.Reason);
    }

    [LoggerMessage(2002, LogLevel.Debug, "Bus: link to {Entity} open")]
    private static partial void BusLinkOpened(ILogger log, string entity);

    [LoggerMessage(2003, LogLevel.Warning, "Bus: {Entity}: {What}, next try in {RetryIn}: {Reason}")]
    private static partial void BusLinkTrouble(ILogger log, string entity, BusEvent what, TimeSpan? retryIn, string reason);

    [LoggerMessage(2010, LogLevel.Error, "{Function}: event {EventId} could not be read and is dropped; {Origin}")]
    public static partial void UnreadableEvent(this ILogger log, string function, string eventId, string origin);

    [LoggerMessage(2011, LogLevel.Warning, "Trying again: {Reason}")]
    public static partial void Retrying(this ILogger log, string reason);

    [LoggerMessage(2012, LogLevel.Error, "{Function}: gave event {EventId} back to the bus: {Reason}")]
    public static partial void GaveUp(this ILogger log, string function, string eventId, string reason);

    [LoggerMessage(2013, LogLevel.Information, "{Function}: gave event {EventId} back to the bus: interrupted")]
    public static partial void Interrupted(this ILogger log, string function, string eventId);

    [LoggerMessage(2014, LogLevel.Error, "{Function}: event {EventId} failed and was given back to the bus")]
    public static partial void Failed(this ILogger log, Exception bug, string function, string eventId);

    [LoggerMessage(2020, LogLevel.Information, "Event {EventId} of sender {Sender} asks for an action that has no processor; dropped")]
    public static partial void ActionUnknown(this ILogger log, string eventId, string sender);

    [LoggerMessage(2021, LogLevel.Information, "What event {EventId} asks for was refused: {Reason}")]
    public static partial void ActionRefused(this ILogger log, string eventId, string reason);

    [LoggerMessage(2022, LogLevel.Warning, "The device of event {EventId} cannot be told of a refusal: {Reason}")]
    public static partial void CannotTell(this ILogger log, string eventId, string reason);

    [LoggerMessage(2030, LogLevel.Error, "A send was answered with 503: {Reason}")]
    public static partial void SendUnavailable(this ILogger log, string reason);

    [LoggerMessage(2031, LogLevel.Error, "A send failed")]
    public static partial void SendFailed(this ILogger log, Exception bug);
}
