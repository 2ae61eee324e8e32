using System.Xml.Linq;

namespace CcsBridge.Ccs;

/// <summary>
/// What is left of a stanza over the limit. Upstream that can be named must be acknowledged, or it would come for ever; of anything
/// else a head is too little to act on.
/// </summary>
internal static class OversizedReader
{
    /// <param name="head">The stanza as far as it was kept; null if not even its first tag was.</param>
    /// <param name="bytes">The whole stanza's size.</param>
    public static Frame Read(XElement? head, int bytes)
    {
        var breach = $"a stanza of {bytes} bytes, {StanzaCutter.LongestStanza} are allowed";
        if (head is null || head.Name != Xmpp.Message || FrameReader.IsError(head) || head.Element(Xmpp.Gcm) is not { } element)
            return new Frame.Ignored($"{breach}: skipped, no upstream");
        var gcm = FrameReader.TextOf(element);
        return FrameReader.IsUpstream(head, gcm)
            ? UpstreamReader.Breach(gcm, breach) ?? new Frame.Ignored($"{breach}: skipped, its head has no readable from and message_id")
            : new Frame.Ignored($"{breach}: skipped, no upstream");
    }
}
