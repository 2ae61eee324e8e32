namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// One message from a device, or a receipt about one. <paramref name="MessageType"/> is absent in ordinary upstream; a device may set it
/// to anything, which is why a client must not believe it.
/// </summary>
internal sealed record UpstreamMessage(
    string From,
    string Category,
    string MessageId,
    IReadOnlyDictionary<string, string> Data,
    long TimeToLive = 86400,
    string? MessageType = null)
{
    /// <summary>The delivery receipt for a downstream message (CCS reference, "Delivery receipt").</summary>
    public static UpstreamMessage Receipt(string domain, string category, string messageId, string token, DateTimeOffset sent) => new(
        domain,
        category,
        "dr2:" + messageId,
        new Dictionary<string, string>
        {
            ["message_status"] = "MESSAGE_SENT_TO_DEVICE",
            ["original_message_id"] = messageId,
            ["device_registration_id"] = token,
            ["message_sent_timestamp"] = $"{sent.ToUnixTimeMilliseconds()}",
        },
        TimeToLive: 0,
        MessageType: "receipt");
}
