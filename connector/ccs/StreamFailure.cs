using System.Xml.Linq;

namespace CcsBridge.Ccs;

/// <summary>A stream error ends the session (RFC 6120 §4.9); only a conflict needs a person.</summary>
internal static class StreamFailure
{
    public static SessionOver Read(XElement error, CcsSettings settings) => Xmpp.Condition(error, Xmpp.StreamErrors) switch
    {
        "conflict" => new SessionOver.Rejected(
            "stream error: conflict",
            $"another process is connected as sender {settings.SenderId} with the same resource; each needs its own"),
        var condition => new SessionOver.Dropped($"stream error: {condition}"),
    };
}
