using Amqp;
using Amqp.Framing;

namespace CcsBridge.ServiceBus;

/// <summary>
/// The two links to a management node, on one session: the loop keeps the request link open, and the reply link lives and ends with it.
/// Made anew at each opening.
/// </summary>
internal sealed class ManagementPair(string node, Action<Message> answered)
{
    private readonly Lock _gate = new();
    private ReceiverLink? _replies;
    private OpenLink? _requests;
    private string? _repliesEnd;

    /// <summary>A <see cref="CreateLink"/>: attaches the reply link first, so that the node knows it before any request.</summary>
    public Link Create(Session session, string name, OnAttached attached)
    {
        var replies = new ReceiverLink(
            session,
            name,
            new Attach
            {
                Source = new Source { Address = node },
                Target = new Target { Address = name },
                SndSettleMode = SenderSettleMode.Settled,
            },
            onAttached: null);
        lock (_gate) (_replies, _requests, _repliesEnd) = (replies, null, null);
        replies.AddClosedCallback((_, error) => End(replies, Fault.Describe(error)));
        replies.Start(0, (_, message) => answered(message));
        return new SenderLink(
            session,
            name,
            new Attach
            {
                Source = new Source { Address = name },
                Target = new Target { Address = node },
                SndSettleMode = SenderSettleMode.Settled,
            },
            attached);
    }

    /// <summary>The request link is open: from now on the end of the reply link ends it, too.</summary>
    public void Opened(OpenLink requests)
    {
        lock (_gate)
        {
            _requests = requests;
            if (_repliesEnd is { } reason) requests.Drop(reason);
        }
    }

    public void Write(PendingRequest request)
    {
        lock (_gate)
            if (_requests is { } requests && _replies is { } replies) request.WriteTo(requests, replies);
    }

    private void End(ReceiverLink replies, string reason)
    {
        lock (_gate)
        {
            if (_replies != replies) return;
            _repliesEnd = $"the reply link ended ({reason})";
            _requests?.Drop(_repliesEnd);
        }
    }
}
