using System.Xml.Linq;

namespace CcsBridge.Ccs;

/// <summary>A stream error ends the session (RFC 6120 §4.9); a conflict and an unknown domain need a person.</summary>
internal static class StreamFailure
{
    public static SessionOver Read(XElement error, CcsSettings settings) => Xmpp.Condition(error, Xmpp.StreamErrors) switch
    {
        "conflict" => new SessionOver.Rejected(
            "stream error: conflict",
            $"another process is connected as sender {settings.SenderId} with the same resource; each needs its own"),
        "host-unknown" => new SessionOver.Rejected(
            "stream error: host-unknown", $"the endpoint does not serve the domain {settings.Domain}; check the domain"),
        var condition => new SessionOver.Dropped($"stream error: {condition}"),
    };
}
