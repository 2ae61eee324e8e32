using System.Xml.Linq;

namespace CcsBridge.Ccs;

/// <summary>The names on the wire, each with its namespace: prefixes mean nothing.</summary>
internal static class Xmpp
{
    public static readonly XNamespace Client = "jabber:client";
    public static readonly XNamespace Streams = "http://etherx.jabber.org/streams";
    public static readonly XNamespace StreamErrors = "urn:ietf:params:xml:ns:xmpp-streams";
    public static readonly XNamespace Stanzas = "urn:ietf:params:xml:ns:xmpp-stanzas";
    public static readonly XNamespace Sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
    public static readonly XNamespace Tls = "urn:ietf:params:xml:ns:xmpp-tls";

    public static readonly XName Stream = Streams + "stream";
    public static readonly XName Features = Streams + "features";
    public static readonly XName StreamError = Streams + "error";
    public static readonly XName StartTls = Tls + "starttls";
    public static readonly XName Bind = XNamespace.Get("urn:ietf:params:xml:ns:xmpp-bind") + "bind";
    public static readonly XName Ping = XNamespace.Get("urn:xmpp:ping") + "ping";
    public static readonly XName Message = Client + "message";
    public static readonly XName Iq = Client + "iq";
    public static readonly XName Gcm = XNamespace.Get("google:mobile:data") + "gcm";

    /// <summary>RFC 6120 §4.9.2, §8.3.2: the condition is the child of that namespace which is not the text.</summary>
    public static string Condition(XElement error, XNamespace space) =>
        error.Elements().FirstOrDefault(e => e.Name.Namespace == space && e.Name.LocalName != "text") is { } condition
            ? Excerpt.Of(condition.Name.LocalName, 64)
            : "undefined-condition";

    public static string? Text(XElement error, XNamespace space) =>
        error.Element(space + "text") is { Value: { Length: > 0 } text } ? Excerpt.Of(text, 1024) : null;
}
