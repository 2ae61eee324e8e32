using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace CcsBridge.Local.Broker;

/// <summary>The sending half of a client's request pair: every request is decoded, taken and answered on the pair's other half.</summary>
internal sealed class RequestLink(Action<Message> answer) : LinkEndpoint
{
    public const int Credit = 100;

    public override void OnMessage(MessageContext context)
    {
        var (request, refused) = Read((RawMessage)context.Message);
        if (request is null)
        {
            context.Complete(refused);
            return;
        }

        context.Complete();
        answer(request);
    }

    public override void OnFlow(FlowContext flow)
    {
    }

    public override void OnDisposition(DispositionContext disposition)
    {
    }

    // Whatever escapes from here ends the whole connection.
    private static (Message? Request, Error? Refused) Read(RawMessage raw)
    {
        if (raw.Bytes.Length > InLink.MaxMessageSize)
            return (null, Errors.TooLarge(raw.Bytes.Length, InLink.MaxMessageSize));
        try
        {
            return (Message.Decode(new ByteBuffer(raw.Bytes, 0, raw.Bytes.Length, raw.Bytes.Length)), null);
        }
        catch (Exception unreadable) when (unreadable is AmqpException or InvalidOperationException or InvalidCastException
            or ArgumentException or IndexOutOfRangeException)
        {
            return (null, Errors.Unreadable($"the request cannot be read: {unreadable.Message}"));
        }
    }
}
