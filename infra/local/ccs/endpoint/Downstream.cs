using System.Text.Json;
using System.Xml.Linq;
using CcsBridge.Local.Ccs.Phones;

namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>
/// Messages that come down a bound connection: acks of upstream, and messages for phones. Each of the latter takes a slot of the
/// connection's window until its answer is written.
/// </summary>
internal sealed class Downstream(
    EndpointSettings settings, PhoneBook phones, AnswerScript script, Holds holds, Func<string, Upstream> upstreamOf, Outbox outbox)
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
        var why = to is null
            ? "Missing Required Field: to"
            : $"Nothing from '{to}' with message_id '{messageId}' awaits an ack on this connection.";
        outbox.Write(connection, GcmStanzas.Nack(to, messageId, "BAD_ACK", why));
        outbox.Happened(new Happening.AckRefused(connection.Id, why));
        return null;
    }

    private StreamEnd? Message(Connection connection, XElement stanza, JsonElement json, string messageId, DateTimeOffset now)
    {
        outbox.Happened(new Happening.DownstreamArrived(connection.Id, messageId));
        if (connection.Unanswered.Contains(messageId))
            return Refuse(connection, stanza, $"InvalidJson: message_id '{messageId}' awaits its answer on this connection already.");
        if (connection.Unanswered.Count >= settings.DownstreamWindow && settings.Overrun == Overrun.EndStream)
        {
            return new StreamEnd.Fault(
                "policy-violation", $"{connection.Unanswered.Count} messages are unanswered; the window is {settings.DownstreamWindow}.");
        }

        var to = DownstreamRequest.Text(json, "to");
        var scripted = script.Take(to);
        if (scripted is ScriptedAnswer.Drop)
            return new StreamEnd.Aborted("A script dropped it in place of an answer.");

        connection.Unanswered.Add(messageId);
        var error = scripted is ScriptedAnswer.Nack nack ? (nack.Code, nack.Description) : Judge(connection, json);
        var receipt = error is null ? Deliver(connection, DownstreamRequest.From(json, messageId), now) : null;
        if (scripted is not ScriptedAnswer.Silence)
            AnswerWhenFree(connection, to, messageId, error, scripted);
        // A receipt is upstream of its own; it does not wait for a held ack.
        if (receipt is not null)
            upstreamOf(connection.Sender).Take(receipt);
        return null;
    }

    private void AnswerWhenFree(
        Connection connection, string? to, string messageId, (string Code, string Description)? error, ScriptedAnswer? scripted)
    {
        var text = error is var (code, description)
            ? GcmStanzas.Nack(to, messageId, code, description)
            : GcmStanzas.Ack(to, messageId, (scripted as ScriptedAnswer.Canonical)?.RegistrationId);
        holds.Answer(connection, messageId, () => Answer(connection, messageId, text, error?.Code, scripted is ScriptedAnswer.Duplicate));
    }

    private (string Code, string Description)? Judge(Connection connection, JsonElement json)
    {
        if (connection.Draining is DrainSignal.Both or DrainSignal.Nack)
            return ("CONNECTION_DRAINING", "This connection is being closed; send on another.");
        if (DownstreamRules.Fault(json) is { } fault)
            return ("INVALID_JSON", fault);
        if (DownstreamRequest.Text(json, "to") is not { } to || to.StartsWith("/topics/", StringComparison.Ordinal))
            return null;
        if (phones.Find(to) is not { } phone || phone.Sender != connection.Sender)
            return ("BAD_REGISTRATION", "Invalid token on 'to' field: no phone of this sender ever had it.");
        return phone.Token == to ? null : ("DEVICE_UNREGISTERED", "The app was uninstalled, or has another token now.");
    }

    /// <summary>Hands the message to its phone; answers the delivery receipt, if one is wanted.</summary>
    private UpstreamMessage? Deliver(Connection connection, DownstreamRequest request, DateTimeOffset now)
    {
        // Topic subscriptions are made outside CCS, so a topic message is accepted and reaches nobody here.
        if (request.IsForTopics || request.DryRun || phones.Find(request.To!) is not { } phone)
            return null;
        var number = phone.Inbox.Add(request, connection.Sender, now);
        outbox.Happened(new Happening.PhoneGotMessage(phone.Name, request.MessageId, number));
        return request.ReceiptRequested
            ? UpstreamMessage.Receipt(settings.Domain, phone.Category, request.MessageId, request.To!, now)
            : null;
    }

    private void Answer(Connection connection, string messageId, string text, string? error, bool twice)
    {
        connection.Unanswered.Remove(messageId);
        outbox.Write(connection, text);
        if (twice)
            outbox.Write(connection, text);
        outbox.Happened(new Happening.DownstreamAnswered(connection.Id, messageId, error));
    }
}
