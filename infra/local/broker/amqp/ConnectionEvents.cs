using Amqp.Handler;

namespace CcsBridge.Local.Broker;

/// <summary>The two of the library's events that matter: a delivery wants its tag, and the SASL handshake is over.</summary>
internal sealed class ConnectionEvents : IHandler
{
    private readonly TaskCompletionSource _handshakeOver = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task HandshakeOver => _handshakeOver.Task;

    public bool CanHandle(EventId id) => id is EventId.SendDelivery or EventId.ConnectionAccept;

    public void Handle(Event protocolEvent)
    {
        if (protocolEvent.Id == EventId.ConnectionAccept)
            _handshakeOver.TrySetResult();
        else if (protocolEvent.Id == EventId.SendDelivery && protocolEvent.Context is IDelivery { Message: TaggedMessage message } delivery)
            delivery.Tag = message.Tag;
    }
}
