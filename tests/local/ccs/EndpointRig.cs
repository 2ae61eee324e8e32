using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Tests.Local.Ccs;

/// <summary>The pure endpoint with a clock that stands still, one phone "anna", and two senders.</summary>
internal sealed class EndpointRig
{
    public const string Header =
        """<stream:stream to="x" version="1.0" xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams">""";

    public const string Token = "phone-anna-token";

    private readonly CcsEndpoint _endpoint;

    public EndpointRig(Func<EndpointSettings, EndpointSettings>? change = null)
    {
        var settings = new EndpointSettings { Senders = [new Sender("1234567890", "key-1"), new Sender("2222", "key-2")] };
        Phones = new PhoneBook(["1234567890", "2222"]);
        _endpoint = new CcsEndpoint(change?.Invoke(settings) ?? settings, Phones, new Random(7));
        Anna = Assert.IsType<Installing.Done>(Phones.Install("anna")).Phone;
    }

    public PhoneBook Phones { get; }

    public Phone Anna { get; }

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddDays(20_000);

    public DateTimeOffset? NextDue => _endpoint.NextDue;

    public IReadOnlyList<Effect> On(Input input) => _endpoint.On(input, Now);

    public IReadOnlyList<Effect> Receive(int connection, string xml) =>
        On(new Input.Received(connection, Encoding.UTF8.GetBytes(xml)));

    /// <summary>What the endpoint writes to this connection at once.</summary>
    public string Say(int connection, string xml) => Written(Receive(connection, xml), connection);

    public string Downstream(int connection, string json) => Say(connection, Message(json));

    public static string Message(string json, string id = "s-1") =>
        new XElement("message", new XAttribute("id", id), new XElement(XName.Get("gcm", "google:mobile:data"), json))
            .ToString(SaveOptions.DisableFormatting);

    public static string Auth(string user, string key, string authorization = "")
    {
        var response = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{authorization}\0{user}\0{key}"));
        return $"""<auth mechanism="PLAIN" xmlns="urn:ietf:params:xml:ns:xmpp-sasl">{response}</auth>""";
    }

    /// <summary>Opens and binds a connection; gives what the binding itself brought.</summary>
    public IReadOnlyList<Effect> Bind(int connection, string sender = "1234567890")
    {
        On(new Input.Connected(connection));
        Receive(connection, Header + Auth(sender, sender == "2222" ? "key-2" : "key-1") + Header);
        return Receive(connection, """<iq type="set" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>""");
    }

    public IReadOnlyList<Effect> PhoneSends(string? messageId = null, string value = "v") =>
        On(new Input.PhoneSends(Anna, Anna.Compose(new Dictionary<string, string> { ["k"] = value }, messageId)!));

    public string Ack(int connection, string messageId, string to = Token) =>
        Downstream(connection, $$"""{"to":"{{to}}","message_id":"{{messageId}}","message_type":"ack"}""");

    public static string Written(IEnumerable<Effect> effects, int connection) => string.Concat(
        effects.OfType<Effect.Write>().Where(w => w.Connection == connection).Select(w => Encoding.UTF8.GetString(w.Bytes.Span)));

    public static IEnumerable<T> Happened<T>(IEnumerable<Effect> effects)
        where T : Happening => effects.OfType<Effect.Happened>().Select(h => h.Happening).OfType<T>();

    /// <summary>The ids of upstream messages delivered by these effects, with their connections: "1:m-1 2:m-2".</summary>
    public static string Delivered(IEnumerable<Effect> effects) =>
        string.Join(' ', Happened<Happening.UpstreamDelivered>(effects).Select(d => $"{d.Connection}:{d.MessageId}"));

    /// <summary>The JSON in the only message that was written.</summary>
    public static JsonElement Json(string written) =>
        JsonDocument.Parse(XElement.Parse(written).Element(XName.Get("gcm", "google:mobile:data"))!.Value).RootElement;

    public static string? Error(string written) => Json(written).TryGetProperty("error", out var error) ? error.GetString() : null;
}
