namespace CcsBridge.Functions.Processors;

/// <summary>
/// Does what a device asked for. An event may be delivered more than once: the same message twice must have the effect of one.
/// While storage is away a processor throws what it got; the whole call is repeated.
/// </summary>
internal interface IPayloadProcessor
{
    Task<Processed> RunAsync(DeviceMessage message, CancellationToken cancel);
}
