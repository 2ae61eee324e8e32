using CcsBridge.Contracts;

namespace CcsBridge.Functions.Processors;

/// <summary><c>{action: echo, ...}</c>: the same data back. Development only.</summary>
internal sealed class Echo : IPayloadProcessor
{
    public Task<Processed> RunAsync(DeviceMessage message, CancellationToken cancel) => Task.FromResult<Processed>(
        new Processed.Reply(new Dictionary<string, string>(message.Data) { [DeviceActions.Action] = DeviceActions.EchoReply }));
}
