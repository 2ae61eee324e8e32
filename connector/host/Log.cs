using CcsBridge.ServiceBus;

namespace CcsBridge.Connector;

/// <summary>Every log line of the connector; ids 1xxx. Never a payload, a device token or a key.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "connector started: {Senders} sender(s), endpoint {Host}:{Port}, health on port {Health}")]
    public static partial void Started(ILogger log, int senders, string host, int port, int health);

    [LoggerMessage(1005, LogLevel.Warning, "Ccs:LogStanzas: every stanza is shown, with what devices and apps say; for development only")]
    public static partial void StanzasAreShown(ILogger log);

    [LoggerMessage(1002, LogLevel.Information, "stopping: nothing new is received, what is under way is brought to its end (at most {Within})")]
    public static partial void Stopping(ILogger log, TimeSpan within);

    [LoggerMessage(1003, LogLevel.Information, "stopped")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(1004, LogLevel.Warning, "sender {Sender}: stopped with work under way after {Within}; nothing is lost, it comes again")]
    public static partial void StoppedUnsettled(ILogger log, string sender, TimeSpan within);

    [LoggerMessage(1010, LogLevel.Information, "sender {Sender}: session {Session} bound as {Jid}")]
    public static partial void SessionBound(ILogger log, string sender, string session, string jid);

    [LoggerMessage(1011, LogLevel.Information, "sender {Sender}: session {Session} is draining, nothing further is sent on it")]
    public static partial void SessionDraining(ILogger log, string sender, string session);

    [LoggerMessage(1016, LogLevel.Warning, "sender {Sender}: session {Session} is retired, a successor takes over: {Reason}")]
    public static partial void SessionRetired(ILogger log, string sender, string session, string reason);

    [LoggerMessage(1017, LogLevel.Error, "every sender is faulted: the process ends, and what is unacknowledged comes again")]
    public static partial void AllFaulted(ILogger log);

    [LoggerMessage(1012, LogLevel.Warning, "sender {Sender}: no session, next try in {Seconds:0.0} s: {Reason}")]
    public static partial void SessionDropped(ILogger log, string sender, double seconds, string reason);

    [LoggerMessage(1013, LogLevel.Error, "sender {Sender}: not let in, tried again in {Seconds:0} s: {Reason}")]
    public static partial void SessionRejected(ILogger log, string sender, double seconds, string reason);

    [LoggerMessage(1014, LogLevel.Error, "sender {Sender}: a fault of the connector ended the session, next in {Seconds:0.0} s")]
    public static partial void SessionFaulted(ILogger log, Exception fault, string sender, double seconds);

    [LoggerMessage(1015, LogLevel.Warning, "sender {Sender}: session {Session}: {Note}")]
    public static partial void SessionNoted(ILogger log, string sender, string session, string note);

    [LoggerMessage(1040, LogLevel.Information, "sender {Sender}: {File} has a new key; a session with it is opened before the one with the old key is retired")]
    public static partial void KeyChanged(ILogger log, string sender, string file);

    [LoggerMessage(1041, LogLevel.Warning, "sender {Sender}: the key file {File} cannot be used: {Fault}. The key that was read before stays")]
    public static partial void KeyFileUnusable(ILogger log, string sender, string file, string fault);

    [LoggerMessage(1042, LogLevel.Error, "sender {Sender}: bound {Detail}; tried again in {Seconds:0} s")]
    public static partial void NewKeyFailed(ILogger log, string sender, double seconds, string detail);

    [LoggerMessage(1020, LogLevel.Warning, "sender {Sender}: {Note}")]
    public static partial void DeliveryNoted(ILogger log, string sender, string note);

    [LoggerMessage(1021, LogLevel.Debug, "sender {Sender}: {Verb} {Id}")]
    public static partial void Did(ILogger log, string sender, string verb, string id);

    [LoggerMessage(1030, LogLevel.Information, "bus: link to {Entity} open")]
    public static partial void BusLinkOpened(ILogger log, string entity);

    [LoggerMessage(1031, LogLevel.Warning, "bus: {Entity}: {What}, next try in {Seconds:0.0} s: {Reason}")]
    public static partial void BusLinkTrouble(ILogger log, string entity, BusEvent what, double seconds, string reason);

    public static void BusNoticed(ILogger log, BusNotice notice)
    {
        if (notice.What == BusEvent.LinkOpened)
            BusLinkOpened(log, notice.Entity);
        else
            BusLinkTrouble(log, notice.Entity, notice.What, notice.RetryIn?.TotalSeconds ?? 0, notice.Reason);
    }

    public static void SessionEnded(ILogger log, string sender, SessionEnd end, TimeSpan delay)
    {
        switch (end)
        {
            case SessionEnd.Dropped dropped: SessionDropped(log, sender, delay.TotalSeconds, dropped.Reason); break;
            case SessionEnd.Rejected rejected: SessionRejected(log, sender, delay.TotalSeconds, rejected.Sentence); break;
            case SessionEnd.Faulted faulted: SessionFaulted(log, faulted.Fault, sender, delay.TotalSeconds); break;
        }
    }
}
