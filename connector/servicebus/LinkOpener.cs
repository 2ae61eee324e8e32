using Amqp;

namespace CcsBridge.ServiceBus;

/// <summary>Opens links: connection, token, session, attach. Everything that fails on the way comes back as a value.</summary>
internal sealed class LinkOpener(string host, BusConnection connections, TokenSource tokens, TimeProvider time)
{
    private readonly CbsNode _cbs = new(time);
    private long _links;

    public async Task<LinkNews> OpenAsync(string entity, CreateLink create, CancellationToken stop)
    {
        Session? session = null;
        try
        {
            var connection = await connections.GetAsync(stop);
            switch (await AuthorizeAsync(connection, entity, stop))
            {
                case CbsAnswer.Refused refused: return new LinkNews.Refused(refused.Condition, refused.Description);
                case CbsAnswer.Failed failed: return new LinkNews.Unreachable(failed.Reason);
                case CbsAnswer.Granted granted:
                    session = new Session(connection);
                    var name = $"{entity}-{Interlocked.Increment(ref _links)}";
                    var attached = await AttachedLink.OpenAsync(session, name, create, time, stop);
                    var link = new OpenLink(connection, session, attached, granted.Until);
                    if (attached.Refusal is not { } refusal) return new LinkNews.Opened(link);
                    link.Close();
                    return BrokerAnswer.ScopeOf(refusal.Condition) is null
                        ? new LinkNews.Unreachable(Fault.Describe(refusal))
                        : new LinkNews.Refused(refusal.Condition, refusal.Description ?? "");
                default: throw new InvalidOperationException("a token is granted, refused or failed");
            }
        }
        catch (Exception e) when (Fault.IsExpected(e) && !stop.IsCancellationRequested)
        {
            session?.End();
            return new LinkNews.Unreachable(Fault.Describe(e));
        }
    }

    /// <summary>Presents a token for the entity: before its link is attached, and again while it is open.</summary>
    public async Task<CbsAnswer> AuthorizeAsync(Connection connection, string entity, CancellationToken stop)
    {
        try
        {
            var audience = $"amqp://{host}/{entity}";
            return await _cbs.PutTokenAsync(connection, audience, await tokens(audience, stop), stop);
        }
        catch (Exception e) when (Fault.IsExpected(e) && !stop.IsCancellationRequested)
        {
            return new CbsAnswer.Failed(Fault.Describe(e));
        }
    }
}
