using System.Text.Json;
using System.Xml.Linq;
using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// Messages that come down a bound connection: acks of upstream, and messages for phones. Each of the latter takes a slot of the
/// connection's window until its answer is written.
/// </summary>
internal sealed class Downstream(
    CurrentSettings settings,
    PhoneBook phones,
    AnswerScript script,
    Answering answering,
    PhoneTraffic traffic,
    Func<string, Upstream> upstreamOf,
    Outbox outbox)
{
    /// <summary>Takes one message; null means that the stream goes on.</summary>
    public StreamEnd? Take(Connection connection, XElement stanza, DateTimeOffset now)
    {
        // An error is never answered with an error (XMPP RFC 6120 §8.3.1).
        if ((string?)stanza.Attribute("type") == "error")
            return null;
        if (stanza.Element(Ns.Gcm + "gcm") is not { } gcm)
            return Refuse(connection, stanza, "The message has no child 'gcm' in the namespace google:mobile:data.");
        if (ParsedJson.Read(gcm.Value) is not { } json)
            return Refuse(connection, stanza, "InvalidJson: JSON_PARSING_ERROR : the text is not a JSON object.");
        if (DownstreamRequest.Text(json, "message_id") is not { Length: > 0 } messageId)
            return Refuse(connection, stanza, "InvalidJson: JSON_PARSING_ERROR : Missing Required Field: message_id");

        return DownstreamRequest.Text(json, "message_type") switch
        {
            null => Message(connection, stanza, json, messageId, now),
            "ack" => Ack(connection, json, messageId),
            var other => Refuse(connection, stanza, $"InvalidJson: message_type is '{other}'; allowed is ack, or none for a message."),
        };
    }

    private StreamEnd? Refuse(Connection connection, XElement stanza, string why)
    {
        outbox.Write(connection, ServerStanzas.MessageError(stanza, connection.Jid, why));
        outbox.Happened(new Happening.StanzaRefused(connection.Id, why));
        return null;
    }

    private StreamEnd? Ack(Connection connection, JsonElement json, string messageId)
    {
        var to = DownstreamRequest.Text(json, "to");
        if (to is not null && upstreamOf(connection.Sender).Ack(connection, to, messageId))
            return null;
        if (settings.Now.BadAcks == BadAcks.Nack)
            RefuseAck(connection, to, messageId);
        return null;
    }

    private void RefuseAck(Connection connection, string? to, string messageId)
    {
        var why = to is null
            ? "Missing Required Field: to"
            : $"Nothing from '{to}' with message_id '{messageId}' awaits an ack on this connection.";
        outbox.Write(connection, GcmStanzas.Nack(to, messageId, "BAD_ACK", why, settings.Now.AnswerShape));
        outbox.Happened(new Happening.AckRefused(connection.Id, why));
    }

    private StreamEnd? Message(Connection connection, XElement stanza, JsonElement json, string messageId, DateTimeOffset now)
    {
        outbox.Happened(new Happening.DownstreamArrived(connection.Id, messageId));
        if (connection.Unanswered.Contains(messageId))
            return Refuse(connection, stanza, $"InvalidJson: message_id '{messageId}' awaits its answer on this connection already.");
        var (open, window) = (connection.Unanswered.Count, settings.Now.DownstreamWindow);
        if (open >= window && settings.Now.Overrun == Overrun.EndStream)
            return new StreamEnd.Fault("policy-violation", $"{open} messages are unanswered; the window is {window}.");

        var to = DownstreamRequest.Text(json, "to");
        var scripted = script.Take(to);
        if (scripted is ScriptedAnswer.Drop)
            return new StreamEnd.Aborted("A script dropped it in place of an answer.");

        var verdict = scripted is ScriptedAnswer.Nack nack ? new Verdict(nack.Code, nack.Description) : Judge(connection, json);
        var taken = verdict is null && scripted is not ScriptedAnswer.StanzaError;
        var receipt = taken ? traffic.Down(DownstreamRequest.From(json, messageId), connection.Sender, now) : null;
        var asked = new Asked(connection, stanza, to, messageId, verdict, scripted);
        if (receipt is null)
            return answering.Take(asked, now);
        // A receipt is upstream of its own: it does not wait for a held ack, and goes before half a one, behind which nothing can be said.
        if (scripted is ScriptedAnswer.Cut)
        {
            upstreamOf(connection.Sender).Take(receipt);
            return answering.Take(asked, now);
        }

        var end = answering.Take(asked, now);
        upstreamOf(connection.Sender).Take(receipt);
        return end;
    }

    private Verdict? Judge(Connection connection, JsonElement json)
    {
        if (connection.Draining is DrainSignal.Both or DrainSignal.Nack)
            return new Verdict("CONNECTION_DRAINING", "This connection is being closed; send on another.");
        if (DownstreamRules.Fault(json) is { } fault)
            return new Verdict("INVALID_JSON", fault);
        if (DownstreamRequest.Text(json, "to") is not { } to || to.StartsWith("/topics/", StringComparison.Ordinal))
            return null;
        if (phones.Find(to) is not { } phone || phone.Sender != connection.Sender)
            return new Verdict("BAD_REGISTRATION", "Invalid token on 'to' field: no phone of this sender ever had it.");
        return phone.Token == to ? null : new Verdict("DEVICE_UNREGISTERED", "The app was uninstalled, or has another token now.");
    }
}
