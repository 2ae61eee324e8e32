using System.Collections.Concurrent;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Transactions;

namespace CcsBridge.Local.Broker;

/// <summary>Decides on every attach of one connection: to <c>$cbs</c>, to an entity or its management, or no, with the reason.</summary>
internal sealed class LinkRouter(EngineDriver driver, CbsNode cbs, SendersCredit credit) : ILinkProcessor
{
    private readonly ConcurrentDictionary<string, ManagementNode> _management = new(StringComparer.OrdinalIgnoreCase);

    public void Process(AttachContext context)
    {
        if (Refuse(context) is { } no)
            context.Complete(no);
        else if (context.Attach.Role)
            AttachReceiver(context);
        else
            AttachSender(context);
    }

    private Error? Refuse(AttachContext context)
    {
        var attach = context.Attach;
        if (attach.Target is Coordinator)
            return Errors.NotImplemented("transactions are not offered by the local broker");
        var path = Path(attach);
        if (EntityAddress.IsCbs(path))
            return null;
        if (RefuseEntity(path, attach.Role) is { } no)
            return no.ToError();
        if (!cbs.IsAuthorized(path) && ((ListenerConnection)context.Link.Session.Connection).Principal is null)
            return Errors.Unauthorized($"no token was put for '{path}' on this connection ($cbs, put-token)");
        return attach.Role ? RefuseFilters(attach, path) : null;
    }

    private Refusal? RefuseEntity(string path, bool toReceive)
    {
        if (!EntityAddress.IsManagement(path))
            return driver.Ask(e => toReceive ? e.MayReceive(path) : e.MaySend(path));
        var managed = EntityAddress.Managed(path);
        return driver.Ask(e => e.MayReceive(managed)) is { Kind: RefusalKind.NotFound } no ? no : null;
    }

    private static Error? RefuseFilters(Attach attach, string path)
    {
        if ((attach.Source as Source)?.FilterSet is not { Count: > 0 } filters)
            return null;
        var name = filters.Keys.First().ToString();
        return name == "com.microsoft:session-filter"
            ? Errors.NotAllowed($"'{path}' has no sessions: the local broker offers none")
            : Errors.NotImplemented($"'{path}': the source filter '{name}' is not offered by the local broker");
    }

    private void AttachReceiver(AttachContext context)
    {
        var path = Path(context.Attach);
        if (EntityAddress.IsCbs(path))
        {
            cbs.AttachReplies(context);
            return;
        }

        if (EntityAddress.IsManagement(path))
        {
            Management(path).AttachReplies(context);
            return;
        }

        var andDelete = context.Attach.SndSettleMode == SenderSettleMode.Settled;
        context.Complete(driver.Open(path, andDelete, id => new OutLink(context.Link, id, driver)), initialCredit: 0);
    }

    private void AttachSender(AttachContext context)
    {
        // The library answers with the client's own attach: what is set here is what the client reads.
        context.Attach.MaxMessageSize = InLink.MaxMessageSize;
        var path = Path(context.Attach);
        if (EntityAddress.IsCbs(path))
            cbs.AttachRequests(context);
        else if (EntityAddress.IsManagement(path))
            Management(path).AttachRequests(context);
        else
            credit.Attach(context, new InLink(context.Link, path, driver, credit), path);
    }

    private ManagementNode Management(string path) =>
        _management.GetOrAdd(EntityAddress.Managed(path), entity => new ManagementNode(entity, driver));

    private static string Path(Attach attach) =>
        EntityAddress.Path(attach.Role ? (attach.Source as Source)?.Address : (attach.Target as Target)?.Address);
}
