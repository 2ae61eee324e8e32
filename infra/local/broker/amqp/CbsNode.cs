using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace CcsBridge.Local.Broker;

/// <summary>
/// <c>$cbs</c> of one connection: clients put a token for every entity before they attach to it (AMQP claims-based security, as
/// Service Bus does it). Reply links are found by their target's address and by their name: the JavaScript client leaves the first empty.
/// </summary>
internal sealed class CbsNode(string keyName, string key)
{
    private const string SasType = "servicebus.windows.net:sastoken";

    private readonly ConcurrentDictionary<string, ReplyLink> _replyLinks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _authorized = new(StringComparer.OrdinalIgnoreCase);

    public bool IsAuthorized(string entity) => _authorized.Keys.Any(path => SasToken.Covers(path, entity));

    public void AttachReplies(AttachContext context)
    {
        string?[] names = [(context.Attach.Target as Target)?.Address, context.Attach.LinkName];
        var known = names.OfType<string>().Where(n => n.Length > 0).ToList();
        var replies = new ReplyLink(context.Link, closed: () => known.ForEach(n => _replyLinks.TryRemove(n, out _)));
        known.ForEach(n => _replyLinks[n] = replies);
        context.Complete(replies, initialCredit: 0);
    }

    public void AttachRequests(AttachContext context) => context.Complete(new Requests(this), initialCredit: 100);

    private void Answer(Message request)
    {
        if (request.Properties?.ReplyTo is not { } replyTo || !_replyLinks.TryGetValue(replyTo, out var link))
            return;
        var (code, description) = Decide(request);
        var reply = new Message
        {
            Properties = new(),
            ApplicationProperties = new() { ["status-code"] = code, ["status-description"] = description },
        };
        if (request.Properties.GetMessageId() is { } id)
            reply.Properties.SetCorrelationId(id);
        link.Send(reply);
    }

    private (int Code, string Description) Decide(Message request)
    {
        var asked = request.ApplicationProperties?.Map ?? [];
        if (asked["operation"] as string != "put-token")
            return (501, $"$cbs knows the operation put-token only, found '{asked["operation"]}'");
        if (asked["type"] as string != SasType)
            return (501, $"the local broker takes tokens of the type {SasType} only, found '{asked["type"]}'");
        if (asked["name"] is not string audience || request.Body is not string token)
            return (400, "put-token needs the application property 'name' and the token as a string body");
        if (SasToken.Refuse(token, audience, keyName, key) is { } why)
            return (401, why);
        _authorized[EntityAddress.Path(audience)] = true;
        return (202, "Accepted");
    }

    private sealed class Requests(CbsNode node) : LinkEndpoint
    {
        public override void OnMessage(MessageContext context)
        {
            var raw = (RawMessage)context.Message;
            var request = Message.Decode(new ByteBuffer(raw.Bytes, 0, raw.Bytes.Length, raw.Bytes.Length));
            context.Complete();
            node.Answer(request);
        }

        public override void OnFlow(FlowContext flow)
        {
        }

        public override void OnDisposition(DispositionContext disposition)
        {
        }
    }
}
