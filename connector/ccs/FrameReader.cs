using System.Xml.Linq;

namespace CcsBridge.Ccs;

/// <summary>
/// Stanza in, meaning out. Who speaks is decided by the stanza, never by the JSON: a device chooses its JSON's <c>message_type</c>, so
/// what comes from <c>devices@</c> or as <c>type="normal"</c> answers nothing.
/// </summary>
internal static class FrameReader
{
    public static Frame Read(XElement stanza, CcsSettings settings)
    {
        if (stanza.Name == Xmpp.Message)
            return Message(stanza, settings);
        return stanza.Name == Xmpp.Iq
            ? Query(stanza)
            : new Frame.Ignored($"a <{Excerpt.Of(stanza.Name.LocalName, 64)}> stanza means nothing here");
    }

    public static bool IsError(XElement message) => (string?)message.Attribute("type") == "error";

    /// <summary>For a message that is no error. The reference prints upstream and receipts without a type as well.</summary>
    public static bool IsUpstream(XElement message, GcmText gcm) =>
        (string?)message.Attribute("type") == "normal" || IsFromDevices(message) || gcm.MessageType is null or "receipt";

    public static GcmText TextOf(XElement gcm) => GcmText.Read(string.Concat(gcm.Nodes().OfType<XText>().Select(t => t.Value)));

    private static Frame Message(XElement message, CcsSettings settings)
    {
        // First of all: an error repeats our own JSON, which reads like upstream.
        if (IsError(message))
            return IsFromDevices(message) ? new Frame.Ignored("an error stanza in a device's name") : AnswerReader.StanzaError(message);
        if (message.Element(Xmpp.Gcm) is not { } element)
            return new Frame.Ignored("a message stanza without a gcm element");
        var gcm = TextOf(element);
        if (gcm.MessageType == "control" && !gcm.Has("from") && !gcm.Has("message_id"))
            return AnswerReader.Control(gcm);
        return IsUpstream(message, gcm) ? UpstreamReader.Read(gcm, settings) : FromEndpoint(gcm);
    }

    private static bool IsFromDevices(XElement message) =>
        ((string?)message.Attribute("from"))?.StartsWith("devices@", StringComparison.OrdinalIgnoreCase) ?? false;

    private static Frame FromEndpoint(GcmText gcm) => gcm.MessageType switch
    {
        "ack" => AnswerReader.Ack(gcm),
        "nack" => AnswerReader.Nack(gcm),
        "control" => AnswerReader.Control(gcm),
        _ => new Frame.Ignored($"a message of an unknown type, {gcm.Text.Length} characters"),
    };

    private static Frame Query(XElement iq) => (string?)iq.Attribute("type") switch
    {
        "result" or "error" => new Frame.Reply(),
        "get" when iq.Element(Xmpp.Ping) is not null => Request(iq, isPing: true),
        "get" or "set" => Request(iq, isPing: false),
        _ => new Frame.Ignored("an iq stanza without a type"),
    };

    private static Frame.Request Request(XElement iq, bool isPing) =>
        new((string?)iq.Attribute("id"), (string?)iq.Attribute("from"), isPing);
}
