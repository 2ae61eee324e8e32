using CcsBridge.Contracts;
using CcsBridge.Functions.HostProtocol;
using CcsBridge.ServiceBus;

namespace CcsBridge.Functions;

/// <summary>Puts requests on the senders' queues. Throws <see cref="OutageException"/> while that cannot be done.</summary>
internal sealed class DownstreamQueues(IBus bus, Senders senders)
{
    /// <summary>
    /// Returns when the broker has it, or with why it may not go down (nothing was sent then). The message id is the broker's: the same
    /// again is folded by the queue's duplicate detection. The correlation id comes back on the outcome events.
    /// </summary>
    public async Task<IReadOnlyList<Refusal>> SendAsync(
        string sender, DownstreamRequest request, string messageId, string correlationId, Report report, CancellationToken cancel)
    {
        var body = request.ToJson();
        // The connector would refuse it as well, after a detour.
        if (DownstreamRequestReader.Read(body, out var refusals) is null)
            return refusals;

        // Held rather than lost: a person can put the setting right.
        var queue = senders.Queue(sender) ?? throw new OutageException($"the setting Senders does not list the sender {sender}");
        var message = new BusMessage(body)
        {
            MessageId = messageId,
            CorrelationId = correlationId,
            ContentType = "application/json",
            Properties = report == Report.Failures
                ? new Dictionary<string, object> { [BridgeProperties.ReportName] = "failures" }
                : new Dictionary<string, object>(),
        };
        return await bus.SendAsync(queue, message, cancel) switch
        {
            SendOutcome.Confirmed => [],
            SendOutcome.Unknown unknown => throw new OutageException($"no word from the bus on queue {queue}: {unknown.Reason}"),
            SendOutcome.Refused { Scope: RefusalScope.Entity } refused =>
                throw new OutageException($"the bus refuses queue {queue}: {refused.Condition}"),
            var other => throw new InvalidOperationException($"A checked request was refused by the bus on queue {queue}: {other}"),
        };
    }
}
