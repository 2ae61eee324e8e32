namespace CcsBridge.Benchmarks.Relays;

/// <summary>The few bytes of a stanza that a relay needs.</summary>
internal static class RelayStanza
{
    public static ReadOnlySpan<byte> MessageIdIs => "\"message_id\":\""u8;

    public static ReadOnlySpan<byte> FromIs => "\"from\":\""u8;

    /// <summary>What stands between these bytes and the next quotation mark.</summary>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> stanza, ReadOnlySpan<byte> name)
    {
        var at = stanza.IndexOf(name);
        if (at < 0)
            throw new FormatException("a stanza that the relay does not know");
        var value = stanza[(at + name.Length)..];
        return value[..value.IndexOf((byte)'"')];
    }

    /// <summary>The downstream stanza for a body that is a JSON object without anything that XML would escape.</summary>
    public static byte[] Message(ReadOnlySpan<byte> messageId, ReadOnlySpan<byte> body) =>
        [.. "<message><gcm xmlns=\"google:mobile:data\">{\"message_id\":\""u8, .. messageId, .. "\","u8, .. body[1..], .. "</gcm></message>"u8];

    public static byte[] Ack(ReadOnlySpan<byte> from, ReadOnlySpan<byte> messageId) =>
    [
        .. "<message><gcm xmlns=\"google:mobile:data\">{\"to\":\""u8, .. from, .. "\",\"message_id\":\""u8, .. messageId,
        .. "\",\"message_type\":\"ack\"}</gcm></message>"u8,
    ];
}
