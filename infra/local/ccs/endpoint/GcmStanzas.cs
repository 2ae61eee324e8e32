using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// What is in a <c>gcm</c> child: answers, control, what devices say. Each can have either <see cref="Shape"/>; by the settings' defaults
/// answers and control are untyped and prefixed, what devices say is <c>type="normal"</c> and plain.
/// </summary>
internal static class GcmStanzas
{
    // Relaxed, so that the JSON really holds what XML must escape, as on the live service.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Ack(string? from, string messageId, string? registrationId, Shape shape = Shape.Untyped) => Answer(shape, w =>
    {
        if (from is not null)
            w.WriteString("from", from);
        w.WriteString("message_id", messageId);
        w.WriteString("message_type", "ack");
        if (registrationId is not null)
            w.WriteString("registration_id", registrationId);
    });

    /// <summary>The ack of a device group, in the names HTTP has for it.</summary>
    public static string GroupAck(string? from, string messageId, ScriptedAnswer.Group group, Shape shape) => Answer(shape, w =>
    {
        if (from is not null)
            w.WriteString("from", from);
        w.WriteString("message_id", messageId);
        w.WriteString("message_type", "ack");
        w.WriteNumber("success", group.Success);
        w.WriteNumber("failure", group.Failed.Count);
        w.WriteStartArray("failed_registration_ids");
        foreach (var token in group.Failed)
            w.WriteStringValue(token);
        w.WriteEndArray();
    });

    public static string Nack(string? from, string messageId, string error, string description, Shape shape = Shape.Untyped) => Answer(shape, w =>
    {
        w.WriteString("message_type", "nack");
        w.WriteString("message_id", messageId);
        if (from is not null)
            w.WriteString("from", from);
        w.WriteString("error", error);
        w.WriteString("error_description", description);
    });

    public static string Draining(bool typed) => Answer(typed ? Shape.Typed : Shape.Untyped, w =>
    {
        w.WriteString("message_type", "control");
        w.WriteString("control_type", "CONNECTION_DRAINING");
    });

    public static string Upstream(UpstreamMessage message, string sender, string domain, Shape shape)
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
            shape == Shape.Typed ? new XAttribute("type", "normal") : null,
            Child(shape, json)));
    }

    private static string Answer(Shape shape, Action<Utf8JsonWriter> members) => ServerStanzas.Text(new XElement(
        "message", shape == Shape.Typed ? new XAttribute("type", "normal") : null, Child(shape, Object(members))));

    private static XElement Child(Shape shape, string json) =>
        new(Ns.Gcm + "gcm", shape == Shape.Typed ? null : new XAttribute(XNamespace.Xmlns + "data", Ns.Gcm.NamespaceName), json);

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
