using System.Text.Json;
using System.Xml.Linq;

namespace CcsBridge.Ccs;

/// <summary>What the endpoint itself says: acks, nacks, stanza errors, control.</summary>
internal static class AnswerReader
{
    private const int LongestText = 1024;

    // A device group has at most 20 members (CCS reference, device groups).
    private const int MostMembers = 100;

    public static Frame Ack(GcmText gcm) => gcm.String("message_id") is { Length: > 0 } id
        ? new Frame.Answered(id, new Answer.Accepted(gcm.String("registration_id") is { Length: > 0 } token ? token : null, FailedMembers(gcm)))
        : new Frame.Ignored($"an ack of {gcm.Text.Length} characters without a readable message_id");

    public static Frame Nack(GcmText gcm)
    {
        var said = gcm.String("error") ?? "";
        var code = NackCode.In(said);
        if (code == NackCode.BadAck)
            return new Frame.Ignored("the endpoint found an ack of ours malformed (BAD_ACK)");
        if (gcm.String("message_id") is not { Length: > 0 } id)
            return code == NackCode.ConnectionDraining
                ? new Frame.Draining()
                : new Frame.Ignored($"a nack of {gcm.Text.Length} characters without a readable message_id");
        // Where the code came with text around it, that text is the description.
        var description = gcm.String("error_description") ?? (said != code ? said : null);
        return new Frame.Answered(
            id, new Answer.Refused(Excerpt.Of(code, 255), description is null ? null : Excerpt.Of(description, LongestText)));
    }

    public static Frame StanzaError(XElement message)
    {
        if ((string?)message.Attribute("id") is not { Length: > 0 } id)
            return new Frame.Ignored("an error stanza without an id");
        var error = message.Element(Xmpp.Client + "error") ?? new XElement(Xmpp.Client + "error");
        return new Frame.Answered(id, new Answer.StanzaError(
            Excerpt.Of((string?)error.Attribute("type") ?? "cancel", 64),
            Xmpp.Condition(error, Xmpp.Stanzas),
            Xmpp.Text(error, Xmpp.Stanzas)));
    }

    public static Frame Control(GcmText gcm) => gcm.String("control_type") == NackCode.ConnectionDraining
        ? new Frame.Draining()
        : new Frame.Ignored("a control message of an unknown type");

    private static List<string>? FailedMembers(GcmText gcm)
    {
        if (!gcm.Has("failed_registration_ids") || gcm.Root.GetProperty("failed_registration_ids") is not { ValueKind: JsonValueKind.Array } failed)
            return null;
        var tokens = failed.EnumerateArray().Select(JsonText.Of).OfType<string>().Where(token => token.Length > 0).Take(MostMembers).ToList();
        return tokens.Count == 0 ? null : tokens;
    }
}
