using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace CcsBridge.Local.Broker;

/// <summary>A client's receiver: deliveries out, credit and dispositions in.</summary>
internal sealed class OutLink : LinkEndpoint
{
    private readonly ListenerLink _link;
    private readonly ReceiverId _id;
    private readonly EngineDriver _driver;
    private readonly Lock _lock = new();
    private readonly CreditMirror _credit = new();
    private readonly Dictionary<Guid, (Message Message, DeliveryState State)> _awaitingAnswer = [];
    private volatile bool _closed;

    public OutLink(ListenerLink link, ReceiverId id, EngineDriver driver)
    {
        (_link, _id, _driver) = (link, id, driver);
        link.Closed += (_, _) => _closed = true;
    }

    public void Send(BrokerDelivery delivery)
    {
        var message = new TaggedMessage(delivery.LockToken);
        var encoded = MessageWriter.Write(delivery);
        lock (_lock)
        {
            _link.SendMessage(message, encoded);
            _credit.Sent();
        }
    }

    // CompleteDrain would answer with drain=false, for which the JavaScript client waits for ever.
    public void Drained() => SetCredit(0, drain: true);

    /// <summary>The engine's word on a settlement; null: done.</summary>
    public void Settled(Guid lockToken, Refusal? refusal)
    {
        (Message Message, DeliveryState State) asked;
        lock (_lock)
        {
            if (!_awaitingAnswer.Remove(lockToken, out asked))
                return;
        }

        Answer(asked.Message, refusal is null ? asked.State : new Rejected { Error = refusal.ToError() });
    }

    public override void OnFlow(FlowContext flow)
    {
        uint limit;
        lock (_lock)
        {
            limit = _credit.OnFlow(flow.Messages);
            if (flow.Messages <= 0 && !_link.IsDraining)
                SetCredit(_credit.Left(limit), drain: false);
        }

        _driver.Post(new BrokerInput.Credit(_id, limit));
        if (_link.IsDraining)
            _driver.Post(new BrokerInput.Drain(_id));
    }

    public override void OnDisposition(DispositionContext disposition)
    {
        // On closing, the library makes up a "released" for every unsettled delivery. Locks outlive their link.
        if (_closed || disposition.Message is not TaggedMessage message)
            return;

        var (how, refused) = Dispositions.Read(disposition.DeliveryState);
        if (refused is not null)
        {
            if (!disposition.Settled)
                Answer(message, new Rejected { Error = refused });
            return;
        }

        // Settled by the client already (first mode): nobody waits for an answer.
        if (!disposition.Settled)
            lock (_lock)
                _awaitingAnswer[message.LockToken] = (message, disposition.DeliveryState);
        _driver.Post(new BrokerInput.Settle(_id, message.LockToken, how!));
    }

    public override void OnLinkClosed(ListenerLink link, Error error) => _driver.Close(_id);

    private void Answer(Message message, DeliveryState state) => _link.DisposeMessage(message, state, settled: true);

    private void SetCredit(int credit, bool drain)
    {
        lock (_lock)
        {
            _link.SetCredit(credit, drain, autoRestore: false);
            _credit.Set(credit);
        }
    }
}
