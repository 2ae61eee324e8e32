using CcsBridge.Contracts;

namespace CcsBridge.Tests.Functions;

/// <summary>Events as the connector writes them.</summary>
internal static class Events
{
    public const string First = "1234567890";
    public const string Second = "42";

    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The JSON of a device's message, with its data as name, value, name, value.</summary>
    public static BridgeEvent Upstream(string token, DateTimeOffset time, string sender, params string[] data) =>
        new EventWriter(sender).Message(
            new UpstreamMessage(token, "com.example.app", "1", data.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1])), time);

    public static BridgeEvent Register(string token, string account, DateTimeOffset? time = null, string sender = First) =>
        Upstream(token, time ?? Noon, sender, "action", "register", "account", account);

    public static BridgeEvent Rejected(string token, string error, DateTimeOffset? sentAt, string sender = First)
    {
        var rejected = new DownstreamRejected("m-1", error, 1, token, SentAt: sentAt);
        return new EventWriter(sender).Rejected(rejected, new FirstReceipt("downstream", 42, Noon), correlationId: null, Noon.AddHours(1));
    }
}
