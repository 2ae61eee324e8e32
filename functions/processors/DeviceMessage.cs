using CcsBridge.Contracts;

namespace CcsBridge.Functions.Processors;

/// <summary>What a device said, as a processor sees it.</summary>
/// <param name="EventId">The event's id; with <paramref name="Time"/> the origin of every id sent because of it.</param>
/// <param name="Time">When the connector took it.</param>
/// <param name="Sender">The sender it came to, and by which an answer goes.</param>
/// <param name="From">The device's token.</param>
/// <param name="Category">The app's package name.</param>
/// <param name="Data">Strings, as they came.</param>
internal sealed record DeviceMessage(
    string EventId, DateTimeOffset Time, string Sender, string From, string Category, IReadOnlyDictionary<string, string> Data)
{
    /// <summary>What the device wants (<see cref="DeviceActions"/>); null if it does not say.</summary>
    public string? Action => Data.GetValueOrDefault(DeviceActions.Action);

    public static DeviceMessage Of(CloudEvent<Contracts.UpstreamMessage> upstream) => new(
        upstream.Id, upstream.Time, EventWriter.SenderOf(upstream.Source), upstream.Data.From, upstream.Data.Category, upstream.Data.Data);
}
