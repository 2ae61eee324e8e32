using System.Collections.Concurrent;
using Amqp;
using Amqp.Listener;

namespace CcsBridge.Local.Broker;

/// <summary>The clients' senders and their credit, which can be withheld from all senders to an entity.</summary>
internal sealed class SendersCredit(Happenings happenings)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<InLink, string> _links = new();
    private readonly HashSet<string> _withheld = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets a sender in, with the credit that its entity gives now.</summary>
    public void Attach(AttachContext context, InLink link, string entity)
    {
        // Within the lock, so that what is told to the links comes after what each is told at its attach.
        lock (_lock)
        {
            _links[link] = entity;
            var withheld = _withheld.Contains(entity);
            context.Complete(link, withheld ? 0 : InLink.Credit);
            if (withheld)
                happenings.Add(new Happening.CreditWithheld(entity));
        }
    }

    public void Forget(InLink link) => _links.TryRemove(link, out _);

    public void Withhold(string entity)
    {
        lock (_lock)
        {
            if (_withheld.Add(entity))
                Tell(entity, 0);
        }
    }

    public void Give(string entity)
    {
        lock (_lock)
        {
            if (_withheld.Remove(entity))
                Tell(entity, InLink.Credit);
        }
    }

    private void Tell(string entity, int credit)
    {
        foreach (var (link, _) in _links.Where(known => known.Value.Equals(entity, StringComparison.OrdinalIgnoreCase)))
        {
            try
            {
                link.SetCredit(credit);
            }
            catch (Exception ended) when (ended is AmqpException or ObjectDisposedException)
            {
                // The link or its connection ended meanwhile: it needs no credit.
                continue;
            }
        }
    }
}
