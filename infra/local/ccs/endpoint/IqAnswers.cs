using System.Xml.Linq;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>The requests a logged-in client may make: bind, session, ping. Every other one is refused as RFC 6120 §8.2.3 wants.</summary>
internal sealed class IqAnswers(CurrentSettings settings, Connections connections, Random random, Outbox outbox)
{
    private const int LongestResource = 255;

    /// <summary>Answers one iq; true when it bound the resource.</summary>
    public bool Answer(Connection connection, XElement iq)
    {
        if ((string?)iq.Attribute("type") is "result" or "error")
            return false;
        var request = iq.Elements().FirstOrDefault();
        if (request?.Name == Ns.Bind + "bind")
            return Bind(connection, iq, (string?)request.Element(Ns.Bind + "resource") ?? "");

        var known = request?.Name == Ns.Ping + "ping" || request?.Name == Ns.Session + "session";
        outbox.Write(connection, known ? ServerStanzas.Result(iq) : ServerStanzas.IqError(iq, "service-unavailable", "cancel"));
        return false;
    }

    private bool Bind(Connection connection, XElement iq, string resource)
    {
        if (connection.Phase == Phase.Bound || resource.Length > LongestResource)
        {
            var (condition, type) = connection.Phase == Phase.Bound ? ("not-allowed", "cancel") : ("bad-request", "modify");
            outbox.Write(connection, ServerStanzas.IqError(iq, condition, type));
            return false;
        }

        if (!connections.MakeRoom(connection))
        {
            outbox.Write(connection, ServerStanzas.IqError(iq, "resource-constraint", "wait"));
            return false;
        }

        // The server makes the resource its own: eight hex digits behind what was asked, if anything was.
        connection.Jid = $"{connection.Sender}@{settings.Now.Domain}/{resource}{random.NextInt64(1L << 32):X8}";
        connection.Phase = Phase.Bound;
        connection.HandshakeEnds = null;
        outbox.Write(connection, ServerStanzas.Result(iq, new XElement(Ns.Bind + "bind", new XElement(Ns.Bind + "jid", connection.Jid))));
        outbox.Happened(new Happening.Bound(connection.Id, connection.Sender, connection.Jid));
        return true;
    }
}
