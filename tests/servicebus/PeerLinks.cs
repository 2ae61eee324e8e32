using System.Threading.Channels;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Listener;
using Amqp.Types;

namespace CcsBridge.Tests.ServiceBus;

/// <summary>The client's sender, seen from the peer: its sends, to be answered by the test.</summary>
internal sealed class PeerInLink(ListenerLink link, Attach attach) : LinkEndpoint
{
    private readonly Channel<MessageContext> _sends = Channel.CreateUnbounded<MessageContext>();

    public string Address => ((Target)attach.Target).Address;

    public ListenerLink Link => link;

    public Task<MessageContext> SendAsync() => _sends.NextAsync();

    public override void OnMessage(MessageContext messageContext) => _sends.Writer.TryWrite(messageContext);

    public override void OnFlow(FlowContext flowContext) { }

    public override void OnDisposition(DispositionContext dispositionContext) { }
}

/// <summary>The client's receiver, seen from the peer: its flows and dispositions, and deliveries under lock.</summary>
internal sealed class PeerOutLink(ListenerLink link, Attach attach) : LinkEndpoint
{
    private readonly Channel<Flowed> _flows = Channel.CreateUnbounded<Flowed>();
    private readonly Channel<Disposed> _dispositions = Channel.CreateUnbounded<Disposed>();
    private long _sequence;

    public string Address => ((Source)attach.Source).Address;

    public ListenerLink Link => link;

    public Attach Attach => attach;

    public Task<Flowed> FlowAsync() => _flows.NextAsync();

    public Task<Disposed> DispositionAsync() => _dispositions.NextAsync();

    /// <summary>Delivers it under the lock token, with what Service Bus adds.</summary>
    public void Deliver(Guid lockToken, Message message, DateTime? lockedUntil = null)
    {
        message.Header ??= new Header();
        message.Header.DeliveryCount = 2;
        message.MessageAnnotations ??= new MessageAnnotations();
        message.MessageAnnotations[new Symbol("x-opt-sequence-number")] = ++_sequence;
        message.MessageAnnotations[new Symbol("x-opt-enqueued-time")] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        message.MessageAnnotations[new Symbol("x-opt-locked-until")] = lockedUntil ?? new DateTime(2026, 1, 2, 3, 6, 5, DateTimeKind.Utc);
        link.SendMessage(new TaggedMessage(lockToken), message.Encode());
    }

    public void Deliver(Guid lockToken) => Deliver(lockToken, new Message { BodySection = new Data { Binary = [1] } });

    /// <summary>Answers a drain: what was left is gone.</summary>
    public void Drained() => link.SetCredit(0, drain: true, autoRestore: false);

    public override void OnFlow(FlowContext flowContext) => _flows.Writer.TryWrite(new Flowed(flowContext.Messages, link.IsDraining));

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        if (dispositionContext.Message is TaggedMessage message)
            _dispositions.Writer.TryWrite(new Disposed(message.LockToken, dispositionContext.DeliveryState, dispositionContext.Settled));
    }
}

/// <summary>A flow, by how much it raised the number of messages that may be sent in all.</summary>
internal sealed record Flowed(int More, bool Drain);

internal sealed record Disposed(Guid LockToken, DeliveryState State, bool Settled);

internal sealed class TaggedMessage(Guid lockToken) : Message
{
    public Guid LockToken => lockToken;
}

/// <summary>Gives a delivery its lock token as tag: the library lets only a handler do it.</summary>
internal sealed class LockTokenTags : IHandler
{
    public bool CanHandle(EventId id) => id == EventId.SendDelivery;

    public void Handle(Event protocolEvent)
    {
        if (protocolEvent.Context is IDelivery { Message: TaggedMessage message } delivery) delivery.Tag = message.LockToken.ToByteArray();
    }
}
