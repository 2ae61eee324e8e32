using System.Xml.Linq;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>The namespaces of XMPP RFC 6120, and CCS's own.</summary>
internal static class Ns
{
    public static readonly XNamespace Stream = "http://etherx.jabber.org/streams";
    public static readonly XNamespace Client = "jabber:client";
    public static readonly XNamespace Sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
    public static readonly XNamespace Bind = "urn:ietf:params:xml:ns:xmpp-bind";
    public static readonly XNamespace Session = "urn:ietf:params:xml:ns:xmpp-session";
    public static readonly XNamespace Streams = "urn:ietf:params:xml:ns:xmpp-streams";
    public static readonly XNamespace Stanzas = "urn:ietf:params:xml:ns:xmpp-stanzas";
    public static readonly XNamespace Ping = "urn:xmpp:ping";
    public static readonly XNamespace Gcm = "google:mobile:data";
}
