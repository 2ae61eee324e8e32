using Amqp;

namespace CcsBridge.ServiceBus;

/// <summary>A send that waits for its link, and then for the broker's word.</summary>
internal sealed class PendingSend(Message message)
{
    private readonly TaskCompletionSource<SendOutcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The link it was written to; null while it waits for one.</summary>
    public OpenLink? WrittenOn { get; private set; }

    public Task<SendOutcome> Answer => _answer.Task;

    public void Is(SendOutcome outcome) => _answer.TrySetResult(outcome);

    public void WriteTo(OpenLink link)
    {
        WrittenOn = link;
        var size = (ulong)message.Encode().Length;
        if (link.MaxMessageSize is var limit and > 0 && size > limit)
        {
            // Service Bus would end the whole link over it, and that looks like a lost link, which is no refusal.
            Is(new SendOutcome.Refused(
                RefusalScope.Message, ErrorCode.MessageSizeExceeded, $"the message has {size} bytes; allowed are {limit}"));
            return;
        }

        try
        {
            ((SenderLink)link.Link).Send(message, deliveryState: null, (_, _, outcome, _) => Is(BrokerAnswer.Of(outcome, link.IsLive)), null);
        }
        catch (Exception e) when (Fault.IsExpected(e))
        {
            Is(new SendOutcome.Unknown($"the link ended ({Fault.Describe(e)})"));
        }
    }
}
