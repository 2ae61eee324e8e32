using System.Text;
using System.Xml.Linq;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// The login. The user name is a sender id, with any domain or none; the authorization id may be anything: clients that worked
/// against the live service differed in both.
/// </summary>
internal abstract record SaslPlain
{
    private SaslPlain()
    {
    }

    public sealed record Accepted(string Sender) : SaslPlain;

    public sealed record Refused(string Condition, string Why) : SaslPlain;

    public static SaslPlain Check(XElement auth, IReadOnlyList<Sender> senders)
    {
        var mechanism = (string?)auth.Attribute("mechanism");
        if (mechanism != "PLAIN")
            return new Refused("invalid-mechanism", $"The mechanism is '{mechanism}'; this endpoint takes PLAIN.");

        var bytes = new byte[auth.Value.Length];
        if (!Convert.TryFromBase64String(auth.Value.Trim(), bytes, out var length))
            return new Refused("incorrect-encoding", "The initial response is not base64.");

        // authzid NUL authcid NUL password (RFC 4616).
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split('\0');
        if (parts.Length != 3)
            return new Refused("malformed-request", $"PLAIN has three parts with NUL between them; found {parts.Length}.");

        var id = parts[1].Split('@')[0];
        return senders.Any(s => s.Id == id && s.Key == parts[2])
            ? new Accepted(id)
            : new Refused("not-authorized", $"No sender '{id}' with this key.");
    }
}
