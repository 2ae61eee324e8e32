using Amqp;
using Amqp.Framing;

namespace CcsBridge.ServiceBus;

/// <summary>
/// Sends to one queue or topic over one link, many at a time. A send waits for the link at most one try to open it, then for the
/// broker's word at most 60 s.
/// </summary>
internal sealed class EntitySender(string entity, TimeProvider time)
{
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly HashSet<PendingSend> _pending = [];
    private OpenLink? _open;
    private Task? _loop;

    /// <summary>Keeps the link open; done when it never began.</summary>
    public Task Loop => _loop ?? Task.CompletedTask;

    /// <summary>Begins to keep the link open, once.</summary>
    public void Start(Func<Task> loop)
    {
        lock (_gate) _loop ??= loop();
    }

    public async Task<SendOutcome> SendAsync(BusMessage message, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var send = new PendingSend(OutgoingMessage.From(message));
        OpenLink? open;
        lock (_gate)
        {
            _pending.Add(send);
            open = _open;
        }

        try
        {
            if (open is not null) send.WriteTo(open);
            return await send.Answer.WaitAsync(AnswerWithin, time, cancel);
        }
        catch (TimeoutException)
        {
            // A link on which the broker falls silent is not waited on again: the others in flight learn it now.
            send.WrittenOn?.Drop($"no word on a send within {AnswerWithin.TotalSeconds} s");
            return new SendOutcome.Unknown("timeout");
        }
        finally
        {
            lock (_gate) _pending.Remove(send);
        }
    }

    public Link Create(Session session, string name, OnAttached attached) => new SenderLink(
        session,
        name,
        new Attach
        {
            Source = new Source { Address = name },
            Target = new Target { Address = entity },
            SndSettleMode = SenderSettleMode.Unsettled,
        },
        attached);

    public void Hear(LinkNews news)
    {
        switch (news)
        {
            case LinkNews.Opened opened: Begin(opened.Link); break;
            case LinkNews.Refused refused: End(new SendOutcome.Refused(RefusalScope.Entity, refused.Condition, refused.Description)); break;
            case LinkNews.Unreachable unreachable: End(new SendOutcome.Unknown(unreachable.Reason)); break;
            case LinkNews.Lost lost: End(new SendOutcome.Unknown(lost.Reason)); break;
        }
    }

    /// <summary>Answers everything that still waits.</summary>
    public void End(SendOutcome outcome)
    {
        PendingSend[] waiting;
        lock (_gate)
        {
            _open = null;
            waiting = [.. _pending];
        }

        foreach (var send in waiting) send.Is(outcome);
    }

    private void Begin(OpenLink link)
    {
        PendingSend[] waiting;
        lock (_gate)
        {
            _open = link;
            waiting = [.. _pending];
        }

        // One that was answered while the link was away is only waiting to be removed.
        foreach (var send in waiting)
            if (send is { WrittenOn: null, Answer.IsCompleted: false }) send.WriteTo(link);
    }
}
