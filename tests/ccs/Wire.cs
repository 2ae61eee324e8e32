using System.Text;
using CcsBridge.Ccs;

namespace CcsBridge.Tests.Ccs;

/// <summary>One session under test: the endpoint's side of the wire in plain words, and a clock that is pushed by hand.</summary>
internal sealed class Wire(int window = 100)
{
    public const string Header =
        "<stream:stream from='gcm.googleapis.com' id='0A1B2C3D4E5F6071' version='1.0' "
        + "xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:client'>";

    public const string Mechanisms =
        "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
        + "<mechanism>X-OAUTH2</mechanism><mechanism>PLAIN</mechanism></mechanisms></stream:features>";

    public const string Success = """<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>""";

    public const string Features =
        "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
        + "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></stream:features>";

    public const string BindResult =
        "<iq type='result' id='bind-1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
        + "<jid>1234567890@gcm.googleapis.com/bridge5C1E90B7</jid></bind></iq>";

    public CcsSession Session { get; } = new(Settings(window));

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch;

    public static CcsSettings Settings(int window = 100) => new(
        "gcm.googleapis.com", "1234567890", "the-key", "bridge", window,
        AckTimeout: TimeSpan.FromSeconds(30), PingInterval: TimeSpan.FromSeconds(60), PingTimeout: TimeSpan.FromSeconds(10));

    public static Wire Bound(int window = 100)
    {
        var wire = new Wire(window);
        wire.Open();
        wire.Hears(Header, Mechanisms, Success, Header, Features, BindResult);
        return wire;
    }

    public IReadOnlyList<SessionEffect> Open() => Session.On(new SessionInput.Opened(), Now);

    /// <summary>Everything in one read.</summary>
    public IReadOnlyList<SessionEffect> Hears(params string[] xml) =>
        Session.On(new SessionInput.Bytes(Encoding.UTF8.GetBytes(string.Concat(xml))), Now);

    public IReadOnlyList<SessionEffect> Submits(string id, string? json = null) =>
        Session.On(new SessionInput.Submit(id, json ?? $$"""{"to":"dev-1","message_id":"{{id}}"}"""), Now);

    public IReadOnlyList<SessionEffect> IsPublished(string from, string id) => Session.On(new SessionInput.Published(from, id), Now);

    public IReadOnlyList<SessionEffect> Stops() => Session.On(new SessionInput.Stop(), Now);

    public IReadOnlyList<SessionEffect> Loses(string reason = "reset by peer") => Session.On(new SessionInput.Closed(reason), Now);

    public IReadOnlyList<SessionEffect> After(int seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return Session.On(new SessionInput.Tick(), Now);
    }

    /// <summary>Grows the window to so many slots with nothing in flight.</summary>
    public void WarmUp(int size)
    {
        for (var i = 0; Session.WindowSize < size; i++)
        {
            Submits($"warm-{i}");
            Hears(Ack($"warm-{i}"));
        }
    }

    public static string Ack(string id) => FromEndpoint($$"""{"from":"dev-1","message_id":"{{id}}","message_type":"ack"}""");

    public static string Nack(string id, string error) =>
        FromEndpoint($$"""{"message_type":"nack","message_id":"{{id}}","from":"dev-1","error":"{{error}}"}""");

    public static string FromEndpoint(string json) =>
        $"<message><data:gcm xmlns:data='google:mobile:data'>{Escaped(json)}</data:gcm></message>";

    public static string FromDevice(string json) =>
        "<message id='' from='devices@gcm.googleapis.com' to='1234567890@gcm.googleapis.com' type='normal'>"
        + $"<gcm xmlns='google:mobile:data'>{Escaped(json)}</gcm></message>";

    public static string Text(SessionEffect effect) => Encoding.UTF8.GetString(Assert.IsType<SessionEffect.Write>(effect).Data.Span);

    private static string Escaped(string json) => json.Replace("&", "&amp;").Replace("<", "&lt;").Replace("\"", "&quot;");
}
