using System.Xml.Linq;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What the endpoint says while a stream is opened, bound and ended. Texts are XML, ready for the wire.</summary>
internal static class ServerStanzas
{
    public const string StreamEnd = "</stream:stream>";

    public const string LoginFeatures =
        """<stream:features><mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>X-OAUTH2</mechanism>"""
        + "<mechanism>X-GOOGLE-TOKEN</mechanism><mechanism>PLAIN</mechanism></mechanisms></stream:features>";

    public const string BindFeatures =
        """<stream:features><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>"""
        + """<session xmlns="urn:ietf:params:xml:ns:xmpp-session"/></stream:features>""";

    public const string Success = """<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>""";

    public static string StreamHeader(string domain, long id) =>
        $"""<stream:stream from="{domain}" id="{id:X16}" version="1.0" """
        + """xmlns:stream="http://etherx.jabber.org/streams" xmlns="jabber:client">""";

    public static string StreamError(string condition, string text) =>
        "<stream:error>" + Text(new XElement(Ns.Streams + condition)) + Text(new XElement(Ns.Streams + "text", text)) + "</stream:error>";

    public static string Failure(string condition, string text) =>
        Text(new XElement(Ns.Sasl + "failure", new XElement(Ns.Sasl + condition), new XElement(Ns.Sasl + "text", text)));

    /// <summary>The result of an iq; an iq without an id gets a result without one, as CCS did.</summary>
    public static string Result(XElement iq, XElement? child = null) =>
        Text(new XElement("iq", new XAttribute("type", "result"), Id(iq), child));

    public static string IqError(XElement iq, string condition, string type) =>
        Text(new XElement("iq", new XAttribute("type", "error"), Id(iq), Error("501", type, condition, null)));

    /// <summary>The stanza error of the CCS reference: the sender's own gcm element comes back with the fault beside it.</summary>
    public static string MessageError(XElement message, string jid, string text, string type = "modify")
    {
        var sent = message.Element(Ns.Gcm + "gcm");
        return Text(new XElement(
            "message",
            Id(message),
            new XAttribute("type", "error"),
            new XAttribute("to", jid),
            sent is null ? null : new XElement(Ns.Gcm + "gcm", sent.Value),
            Error("400", type, "bad-request", text)));
    }

    public static string Text(XElement element) => element.ToString(SaveOptions.DisableFormatting);

    private static XElement Error(string code, string type, string condition, string? text) => new(
        "error",
        new XAttribute("code", code),
        new XAttribute("type", type),
        new XElement(Ns.Stanzas + condition),
        text is null ? null : new XElement(Ns.Stanzas + "text", text));

    private static XAttribute? Id(XElement stanza) => stanza.Attribute("id") is { } id ? new XAttribute("id", id.Value) : null;
}
