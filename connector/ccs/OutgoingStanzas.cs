using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CcsBridge.Ccs;

/// <summary>Everything that we ever say, ready for the wire.</summary>
internal static class OutgoingStanzas
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> StreamEnd { get; } = Bytes("</stream:stream>");

    public static ReadOnlyMemory<byte> StreamStart(string domain) => Bytes(
        $"<stream:stream to=\"{XmlText.Of(domain)}\" version=\"1.0\" xmlns=\"jabber:client\" xmlns:stream=\"{Xmpp.Streams}\">");

    public static ReadOnlyMemory<byte> Auth(CcsSettings settings) =>
        Bytes($"<auth xmlns=\"{Xmpp.Sasl}\" mechanism=\"PLAIN\">{Credentials(settings)}</auth>");

    /// <summary>RFC 4616: authorization id (none), user, password. As secret as the key in it.</summary>
    public static string Credentials(CcsSettings settings) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{settings.SenderId}@{settings.Domain}\0{settings.ApiKey}"));

    public static ReadOnlyMemory<byte> Bind(string id, string resource) => Bytes(
        $"<iq type=\"set\" id=\"{id}\"><bind xmlns=\"{Xmpp.Bind.Namespace}\"><resource>{XmlText.Of(resource)}</resource></bind></iq>");

    /// <summary>The stanza's id is the message's: a stanza error has no other handle (CCS reference, stanza errors).</summary>
    public static ReadOnlyMemory<byte> Message(string messageId, string json) => Bytes(
        $"<message id=\"{XmlText.Of(messageId)}\"><gcm xmlns=\"{Xmpp.Gcm.Namespace}\">{XmlText.OfJson(json)}</gcm></message>");

    public static ReadOnlyMemory<byte> Ack(string from, string messageId)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("to", from);
            writer.WriteString("message_id", messageId);
            writer.WriteString("message_type", "ack");
            writer.WriteEndObject();
        }

        var text = XmlText.OfJson(Encoding.UTF8.GetString(json.WrittenSpan));
        return Bytes($"<message><gcm xmlns=\"{Xmpp.Gcm.Namespace}\">{text}</gcm></message>");
    }

    /// <summary>XEP-0199.</summary>
    public static ReadOnlyMemory<byte> Ping(string id, string domain) =>
        Bytes($"<iq type=\"get\" id=\"{id}\" to=\"{XmlText.Of(domain)}\"><ping xmlns=\"{Xmpp.Ping.Namespace}\"/></iq>");

    public static ReadOnlyMemory<byte> Result(string? id, string? to) => Bytes($"<iq type=\"result\"{Address(id, to)}/>");

    /// <summary>RFC 6120 §8.4: a request that is not understood is answered so.</summary>
    public static ReadOnlyMemory<byte> ServiceUnavailable(string? id, string? to) => Bytes(
        $"<iq type=\"error\"{Address(id, to)}><error type=\"cancel\"><service-unavailable xmlns=\"{Xmpp.Stanzas}\"/></error></iq>");

    private static string Address(string? id, string? to) =>
        (id is null ? "" : $" id=\"{XmlText.Of(id)}\"") + (to is null ? "" : $" to=\"{XmlText.Of(to)}\"");

    private static ReadOnlyMemory<byte> Bytes(string xml) => Encoding.UTF8.GetBytes(xml);
}
