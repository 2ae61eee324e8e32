using System.Collections.Concurrent;
using Amqp;
using Amqp.Listener;

namespace CcsBridge.Local.Broker;

/// <summary>
/// <c>$cbs</c> of one connection: clients put a token for every entity before they attach to it (AMQP claims-based security, as
/// Service Bus does it).
/// </summary>
internal sealed class CbsNode(string keyName, string key)
{
    private const string SasType = "servicebus.windows.net:sastoken";

    private readonly ReplyLinks _replyLinks = new();
    private readonly ConcurrentDictionary<string, bool> _authorized = new(StringComparer.OrdinalIgnoreCase);

    public bool IsAuthorized(string entity) => _authorized.Keys.Any(path => SasToken.Covers(path, entity));

    public void AttachReplies(AttachContext context) => _replyLinks.Attach(context);

    public void AttachRequests(AttachContext context) => context.Complete(new RequestLink(Answer), RequestLink.Credit);

    private void Answer(Message request)
    {
        if (_replyLinks.For(request) is not { } link)
            return;
        var (code, description) = Decide(request);
        link.Answer(request, new Message
        {
            ApplicationProperties = new() { ["status-code"] = code, ["status-description"] = description },
        });
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
}
