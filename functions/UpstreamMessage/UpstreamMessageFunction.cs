using CcsBridge.Contracts;
using CcsBridge.Functions.Processors;

namespace CcsBridge.Functions;

/// <summary>Topic <c>upstream</c>, subscription <c>processing</c>: what a device said goes to the processor of its action.</summary>
internal sealed class UpstreamMessageFunction(
    ProcessorTable processors, IPayloadProcessor otherwise, DownstreamQueues downstream, ILogger log)
{
    public async Task RunAsync(CloudEvent<UpstreamMessage> upstream, CancellationToken cancel)
    {
        var message = DeviceMessage.Of(upstream);
        var processor = processors.Pick(message.Category, message.Action) ?? otherwise;
        switch (await processor.RunAsync(message, cancel))
        {
            case Processed.Reply reply:
                await ReplyAsync(message, reply, cancel);
                break;
            case Processed.Refused refused:
                log.ActionRefused(message.EventId, refused.Reason);
                await SendAsync(message, Error(message, refused.Reason), "error", cancel);
                break;
        }
    }

    private async Task ReplyAsync(DeviceMessage message, Processed.Reply reply, CancellationToken cancel)
    {
        var refusals = await SendAsync(message, reply.Data, "reply", cancel);
        if (refusals.Count == 0)
            return;
        // As with an echo of more bytes, or of other keys, than may go down.
        var reason = Refusal.Describe(refusals);
        log.ActionRefused(message.EventId, reason);
        await SendAsync(message, Error(message, reason), "error", cancel);
    }

    private async Task<IReadOnlyList<Refusal>> SendAsync(
        DeviceMessage message, IReadOnlyDictionary<string, string> data, string purpose, CancellationToken cancel)
    {
        var id = Ids.SentBecauseOf(message.EventId, message.Time, purpose);
        var refusals = await downstream.SendAsync(
            message.Sender, new DownstreamRequest { To = message.From, Data = data }, id, message.EventId, Report.All, cancel);
        if (refusals.Count > 0 && purpose == "error")
            log.CannotTell(message.EventId, Refusal.Describe(refusals));
        return refusals;
    }

    private static Dictionary<string, string> Error(DeviceMessage message, string reason) => new()
    {
        [DeviceActions.Action] = DeviceActions.Error,
        [DeviceActions.About] = message.Action ?? "",
        [DeviceActions.Reason] = reason,
    };
}
