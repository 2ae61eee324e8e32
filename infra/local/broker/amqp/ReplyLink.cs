using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace CcsBridge.Local.Broker;

/// <summary>The receiving half of a client's request pair: replies go out as it gives credit, settled.</summary>
internal sealed class ReplyLink(ListenerLink link, Action<ReplyLink> closed) : LinkEndpoint
{
    private readonly Lock _lock = new();
    private readonly CreditMirror _credit = new();
    private readonly Queue<Message> _waiting = new();
    private uint _limit;

    /// <summary>Sends the reply as the one to this request.</summary>
    public void Answer(Message request, Message reply)
    {
        reply.Properties = new();
        if (request.Properties.GetMessageId() is { } id)
            reply.Properties.SetCorrelationId(id);
        lock (_lock)
        {
            _waiting.Enqueue(reply);
            SendWaiting();
        }
    }

    public override void OnFlow(FlowContext flow)
    {
        lock (_lock)
        {
            _limit = _credit.OnFlow(flow.Messages);
            SendWaiting();
            if (flow.Messages > 0 && !link.IsDraining)
                return;
            var left = link.IsDraining ? 0 : _credit.Left(_limit);
            link.SetCredit(left, link.IsDraining, autoRestore: false);
            _credit.Set(left);
        }
    }

    public override void OnDisposition(DispositionContext disposition)
    {
    }

    public override void OnLinkClosed(ListenerLink link, Error error) => closed(this);

    private void SendWaiting()
    {
        while (_credit.Left(_limit) > 0 && _waiting.TryDequeue(out var reply))
        {
            link.SendMessage(reply);
            _credit.Sent();
        }
    }
}
