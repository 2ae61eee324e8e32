using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace CcsBridge.Local.Broker;

/// <summary>
/// The reply links of one node of one connection, found by their target's address and by their name: the JavaScript client leaves
/// the first empty and asks for replies to the second.
/// </summary>
internal sealed class ReplyLinks
{
    private readonly ConcurrentDictionary<string, ReplyLink> _byName = new(StringComparer.Ordinal);

    public void Attach(AttachContext context)
    {
        string?[] names = [(context.Attach.Target as Target)?.Address, context.Attach.LinkName];
        var known = names.OfType<string>().Where(n => n.Length > 0).ToList();
        var replies = new ReplyLink(context.Link, closed: gone => known.ForEach(n => _byName.TryRemove(new(n, gone))));
        known.ForEach(n => _byName[n] = replies);
        context.Complete(replies, initialCredit: 0);
    }

    /// <summary>Where the request wants its reply; null: it names no open link, and nobody can be answered.</summary>
    public ReplyLink? For(Message request) =>
        request.Properties?.ReplyTo is { } replyTo ? _byName.GetValueOrDefault(replyTo) : null;
}
