using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace CcsBridge.Local.Broker;

/// <summary>
/// <c>$management</c> of one entity on one connection: requests about its locks, whichever link they were received on (Service Bus
/// AMQP request-response operations). Whatever else Service Bus offers there is answered 501.
/// </summary>
internal sealed class ManagementNode(string entity, EngineDriver driver)
{
    private readonly ReplyLinks _replyLinks = new();

    public void AttachReplies(AttachContext context) => _replyLinks.Attach(context);

    public void AttachRequests(AttachContext context) => context.Complete(new RequestLink(Answer), RequestLink.Credit);

    private void Answer(Message request)
    {
        if (_replyLinks.For(request) is not { } link)
            return;
        void Reply(ManagementAnswer answer) => link.Answer(request, answer.ToMessage());

        var operation = request.ApplicationProperties?.Map["operation"] as string;
        var asked = (request.BodySection as AmqpValue)?.Value as Map ?? [];
        if (operation is not ("com.microsoft:renew-lock" or "com.microsoft:update-disposition"))
            Reply(ManagementAnswer.NotImplemented($"'{entity}': the operation '{operation}' is not offered by the local broker"));
        else if (LockTokens.Read(asked) is not { } tokens)
            Reply(LockTokens.Missing(asked));
        else if (RefuseForeign(tokens) is { } no)
            Reply(ManagementAnswer.Refused(no));
        else if (operation == "com.microsoft:renew-lock")
            Renew(tokens, Reply);
        else
            Settle(tokens, asked, Reply);
    }

    private void Renew(Guid[] tokens, Action<ManagementAnswer> reply) =>
        driver.Renew(tokens, (until, refusal) => reply(refusal is null
            ? ManagementAnswer.Done with { Body = new() { ["expirations"] = until.Select(u => u.UtcDateTime).ToArray() } }
            : ManagementAnswer.Refused(refusal)));

    private void Settle(Guid[] tokens, Map asked, Action<ManagementAnswer> reply)
    {
        var (how, refused) = Dispositions.Read(asked);
        if (refused is not null)
            reply(refused);
        else
            driver.Settle(tokens, how!, refusal => reply(refusal is null ? ManagementAnswer.Done : ManagementAnswer.Refused(refusal)));
    }

    // The engine knows a lock by its token alone; a client that asks the wrong entity would fail in Azure.
    private Refusal? RefuseForeign(Guid[] tokens)
    {
        foreach (var token in tokens)
            if (driver.Ask(e => e.LockedAt(token)) is { } place && !place.Equals(entity, StringComparison.OrdinalIgnoreCase))
                return new Refusal(RefusalKind.LockLost, $"the lock {token} is not one of '{entity}'");
        return null;
    }
}
