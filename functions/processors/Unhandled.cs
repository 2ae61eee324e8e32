using System.Diagnostics.Metrics;

namespace CcsBridge.Functions.Processors;

/// <summary>For an action that nobody knows: recorded and dropped. The action itself is payload and is not told.</summary>
internal sealed class Unhandled(Counter<long> counted, ILogger log) : IPayloadProcessor
{
    public Task<Processed> RunAsync(DeviceMessage message, CancellationToken cancel)
    {
        counted.Add(1);
        log.ActionUnknown(message.EventId, message.Sender);
        return Task.FromResult<Processed>(new Processed.Done());
    }
}
