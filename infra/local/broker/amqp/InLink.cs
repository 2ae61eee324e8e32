using Amqp.Framing;
using Amqp.Listener;
using Amqp.Transactions;

namespace CcsBridge.Local.Broker;

/// <summary>
/// A client's sender: messages in, the broker's word out. The word is accepted or rejected, never released or modified, on which
/// the .NET client fails. Credit comes back as sends are answered.
/// </summary>
internal sealed class InLink(ListenerLink link, string entity, EngineDriver driver, SendersCredit credit) : LinkEndpoint
{
    /// <summary>Standard tier, and the official emulator.</summary>
    public const int MaxMessageSize = 262_144;

    public const int Credit = 1_000;

    public override void OnMessage(MessageContext context)
    {
        var raw = (RawMessage)context.Message;
        var (messages, refused) = Read(raw, context.DeliveryState);
        if (refused is null)
            driver.Send(entity, messages, refusal => Answer(raw, refusal?.ToError()));
        else
            Answer(raw, refused);
    }

    public override void OnFlow(FlowContext flow)
    {
    }

    public override void OnDisposition(DispositionContext disposition)
    {
    }

    public override void OnLinkClosed(ListenerLink closed, Error error) => credit.Forget(this);

    public void SetCredit(int left) => link.SetCredit(left, drain: false);

    private static (IReadOnlyList<BrokerMessage> Messages, Error? Refused) Read(RawMessage raw, DeliveryState? state) =>
        raw.Bytes.Length > MaxMessageSize ? ([], Errors.TooLarge(raw.Bytes.Length, MaxMessageSize))
        : state is TransactionalState ? ([], Errors.NotImplemented("transactions are not offered by the local broker"))
        : MessageReader.Read(raw);

    private void Answer(RawMessage raw, Error? error)
    {
        link.DisposeMessage(raw, error is null ? new Accepted() : new Rejected { Error = error }, settled: true);
        raw.Dispose();
    }
}
