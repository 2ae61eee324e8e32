using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CcsBridge.Contracts;

/// <summary>
/// Every id that is derived: SHA-256 over parts, each its length in UTF-8 bytes (4 bytes, big-endian) and the bytes, a missing part
/// FF FF FF FF. Event and message ids are base64url (43 characters), subjects and registration ids lower-case hex.
/// </summary>
public static class Ids
{
    /// <summary>
    /// A device's message. Devices begin again at "1" after every start of an app, hence the content: what CCS sends again has
    /// the same id, what the device says under a used id has another.
    /// </summary>
    public static string UpstreamEvent(
        EventType type, string senderId, string from, string messageId, string? category, IReadOnlyDictionary<string, string> data)
    {
        List<string?> parts = [type.Name, senderId, from, messageId, category];
        foreach (var (key, value) in data.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            parts.AddRange([key, value]);
        return Base64Url.EncodeToString(Hash(parts));
    }

    public static string ReceiptEvent(string senderId, string messageId, string? device, string? status) =>
        Base64Url.EncodeToString(Hash([EventType.Receipt.Name, senderId, messageId, device, status]));

    public static string OutcomeEvent(EventType type, string senderId, FirstReceipt first, string? error) =>
        Base64Url.EncodeToString(Hash([type.Name, senderId, .. Parts(first), error]));

    /// <summary>The broker message id of a put-back copy: a crash between copy and completion makes no third one.</summary>
    /// <param name="first">Of the original.</param>
    /// <param name="hop">1 for the first copy.</param>
    public static string PutBackCopy(FirstReceipt first, int hop) =>
        Base64Url.EncodeToString(Hash([.. Parts(first), hop.ToString(CultureInfo.InvariantCulture)]));

    /// <summary>The CCS <c>message_id</c> of a request that brought none, nor a broker message id.</summary>
    public static string CcsMessage(FirstReceipt first) => Base64Url.EncodeToString(Hash(Parts(first)));

    /// <summary>What a function sends because of an event: the same event handled twice sends once.</summary>
    /// <param name="eventId">The event's CloudEvents id.</param>
    /// <param name="eventTime">The event's <c>time</c>: a later event that happens to be equal sends again.</param>
    /// <param name="purpose">Tells several sends of one event apart.</param>
    public static string SentBecauseOf(string eventId, DateTimeOffset eventTime, params ReadOnlySpan<string> purpose) =>
        Base64Url.EncodeToString(Hash([eventId, eventTime.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), .. purpose]));

    /// <summary>The CloudEvents <c>subject</c> of a device token.</summary>
    public static string Subject(string token) => Convert.ToHexStringLower(Hash([token]));

    /// <summary>A registration's id: its app and the first token it was seen with.</summary>
    public static string Registration(string category, string firstToken) => Convert.ToHexStringLower(Hash([category, firstToken]));

    private static string[] Parts(FirstReceipt first) =>
    [
        first.Queue,
        first.SequenceNumber.ToString(CultureInfo.InvariantCulture),
        first.EnqueuedMilliseconds.ToString(CultureInfo.InvariantCulture),
    ];

    private static byte[] Hash(IEnumerable<string?> parts)
    {
        // Gathered first: a hash that is fed piece by piece crosses into native code for each.
        var all = new ArrayBufferWriter<byte>();
        foreach (var part in parts)
        {
            var length = part is null ? -1 : Encoding.UTF8.GetByteCount(part);
            BinaryPrimitives.WriteInt32BigEndian(all.GetSpan(sizeof(int)), length);
            all.Advance(sizeof(int));
            if (part is not null)
                Encoding.UTF8.GetBytes(part, all);
        }

        return SHA256.HashData(all.WrittenSpan);
    }
}
