using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// The two shapes of CCS's own messages: untyped with a prefixed child for answers and control, <c>type="normal"</c> with a plain child
/// for what devices say.
/// </summary>
internal static class GcmStanzas
{
    // Relaxed, so that the JSON really holds what XML must escape, as on the live service.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Ack(string? from, string messageId, string? registrationId) => Untyped(w =>
    {
        if (from is not null)
            w.WriteString("from", from);
        w.WriteString("message_id", messageId);
        w.WriteString("message_type", "ack");
        if (registrationId is not null)
            w.WriteString("registration_id", registrationId);
    });

    public static string Nack(string? from, string messageId, string error, string description) => Untyped(w =>
    {
        w.WriteString("message_type", "nack");
        w.WriteString("message_id", messageId);
        if (from is not null)
            w.WriteString("from", from);
        w.WriteString("error", error);
        w.WriteString("error_description", description);
    });

    public static string Draining(bool typed)
    {
        var json = Object(w =>
        {
            w.WriteString("message_type", "control");
            w.WriteString("control_type", "CONNECTION_DRAINING");
        });
        return typed
            ? ServerStanzas.Text(new XElement("message", new XAttribute("type", "normal"), new XElement(Ns.Gcm + "gcm", json)))
            : Prefixed(json);
    }

    public static string Upstream(UpstreamMessage message, string sender, string domain)
    {
        var json = Object(w =>
        {
            w.WriteString("category", message.Category);
            if (message.MessageType is not null)
                w.WriteString("message_type", message.MessageType);
            w.WriteStartObject("data");
            foreach (var (key, value) in message.Data)
                w.WriteString(key, value);
            w.WriteEndObject();
            w.WriteString("message_id", message.MessageId);
            w.WriteString("from", message.From);
            w.WriteNumber("time_to_live", message.TimeToLive);
        });
        return ServerStanzas.Text(new XElement(
            "message",
            new XAttribute("id", ""),
            new XAttribute("from", $"devices@{domain}"),
            new XAttribute("to", $"{sender}@{domain}"),
            new XAttribute("type", "normal"),
            new XElement(Ns.Gcm + "gcm", json)));
    }

    private static string Untyped(Action<Utf8JsonWriter> members) => Prefixed(Object(members));

    private static string Prefixed(string json) => ServerStanzas.Text(
        new XElement("message", new XElement(Ns.Gcm + "gcm", new XAttribute(XNamespace.Xmlns + "data", Ns.Gcm.NamespaceName), json)));

    private static string Object(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        // Two code points that JSON allows and XML 1.0 does not.
        return Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("\uFFFE", "\\uFFFE").Replace("\uFFFF", "\\uFFFF");
    }
}
