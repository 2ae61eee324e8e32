using System.Xml.Linq;

namespace CcsBridge.Ccs;

/// <summary>
/// From the endpoint's stream header to the bound resource, one step an element, in one order: header, mechanisms, login, header,
/// features, bind. The session request of RFC 3921 is never sent: CCS did not need it, RFC 6121 dropped it.
/// </summary>
internal sealed class Handshake(CcsSettings settings)
{
    private const string BindId = "bind-1";

    private Step _step = Step.Header;
    private bool _heard;

    private enum Step { Header, Mechanisms, Login, SecondHeader, Features, Bind }

    /// <summary>For people: what has not come yet.</summary>
    public string Awaited => _step switch
    {
        Step.Header => "its stream header (check that host, port and TLS are those of a CCS endpoint)",
        Step.Mechanisms => "its login mechanisms",
        Step.Login => "its answer to the login",
        Step.SecondHeader => "its stream header after the login",
        Step.Features => "its features after the login",
        _ => "its answer to the bind",
    };

    /// <summary>Looks at the very first byte: an alert or a handshake of TLS (RFC 8446 §5.1) means that plaintext was sent to a TLS port.</summary>
    public SessionOver.Rejected? OnBytes(ReadOnlySpan<byte> data)
    {
        var isTls = !_heard && data is [0x15 or 0x16, ..];
        _heard = true;
        return isTls
            ? new SessionOver.Rejected("the endpoint answered plaintext with TLS", "set TLS to Direct: on this port it begins with the first byte")
            : null;
    }

    public HandshakeMove On(XElement element) => _step switch
    {
        Step.Header when element.Name == Xmpp.Stream => Go(Step.Mechanisms, new HandshakeMove.Wait()),
        Step.Mechanisms when element.Name == Xmpp.Features => LogIn(element),
        Step.Login when element.Name == Xmpp.Sasl + "success" => Go(Step.SecondHeader, new HandshakeMove.Restart()),
        Step.Login when element.Name == Xmpp.Sasl + "failure" => new HandshakeMove.Fail(LoginFailure.Read(element, settings)),
        Step.SecondHeader when element.Name == Xmpp.Stream => Go(Step.Features, new HandshakeMove.Wait()),
        Step.Features when element.Name == Xmpp.Features => Bind(element),
        Step.Bind when element.Name == Xmpp.Iq && (string?)element.Attribute("id") == BindId => Bound(element),
        _ => Drop($"the endpoint sent <{Excerpt.Of(element.Name.LocalName, 64)}> in place of {Awaited}"),
    };

    private HandshakeMove LogIn(XElement features)
    {
        var tls = features.Element(Xmpp.StartTls);
        var offered = features.Elements(Xmpp.Sasl + "mechanisms").Elements(Xmpp.Sasl + "mechanism").Select(m => m.Value.Trim()).ToList();
        if (tls?.Element(Xmpp.Tls + "required") is not null || (tls is not null && !offered.Contains("PLAIN")))
            return Reject(
                "this endpoint expects STARTTLS",
                "use the port on which TLS begins with the first byte; STARTTLS is not spoken here");
        if (!offered.Contains("PLAIN"))
            return Reject(
                $"the endpoint offers no PLAIN login, only: {Excerpt.Of(offered is [] ? "nothing" : string.Join(", ", offered), 200)}",
                "allow SASL PLAIN at the endpoint, or check that host and port are those of a CCS endpoint");
        return Go(Step.Login, new HandshakeMove.Say(OutgoingStanzas.Auth(settings), Secret: true));
    }

    private HandshakeMove Bind(XElement features) => features.Element(Xmpp.Bind) is null
        ? Drop("the endpoint offers no resource binding after the login")
        : Go(Step.Bind, new HandshakeMove.Say(OutgoingStanzas.Bind(BindId, settings.Resource), Secret: false));

    private HandshakeMove Bound(XElement reply)
    {
        if ((string?)reply.Attribute("type") != "result")
            return Reject(
                $"the endpoint refused the resource: {RefusalOf(reply)}",
                $"check how many connections sender {settings.SenderId} may hold, and that no other process uses this resource");
        // RFC 7622 §3.1: three parts of at most 1,023 bytes.
        return reply.Element(Xmpp.Bind)?.Element(Xmpp.Bind.Namespace + "jid")?.Value.Trim() is { Length: > 0 and <= 3071 } jid
            ? new HandshakeMove.Bound(jid)
            : Drop("the endpoint's answer to the bind has no readable JID");
    }

    private static string RefusalOf(XElement reply) =>
        reply.Element(Xmpp.Client + "error") is { } error ? Xmpp.Condition(error, Xmpp.Stanzas) : "no reason given";

    private HandshakeMove Go(Step next, HandshakeMove move)
    {
        _step = next;
        return move;
    }

    private static HandshakeMove.Fail Reject(string reason, string remedy) => new(new SessionOver.Rejected(reason, remedy));

    private static HandshakeMove.Fail Drop(string reason) => new(new SessionOver.Dropped(reason));
}
