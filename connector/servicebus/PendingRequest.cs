using Amqp;

namespace CcsBridge.ServiceBus;

/// <summary>A management request that waits for its pair of links, and then for its answer.</summary>
internal sealed class PendingRequest(Message message)
{
    private readonly TaskCompletionSource<ManagementAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The request link it was written to; null while it waits for one.</summary>
    public OpenLink? WrittenOn { get; private set; }

    public Task<ManagementAnswer> Answer => _answer.Task;

    public void Is(ManagementAnswer answer) => _answer.TrySetResult(answer);

    public void WriteTo(OpenLink requests, ReceiverLink replies)
    {
        WrittenOn = requests;
        message.Properties.ReplyTo = replies.Name;
        try
        {
            // One answer is asked for with each request, so none waits for credit and none comes unasked.
            replies.SetCredit(1, CreditMode.Manual);
            ((SenderLink)requests.Link).Send(message, deliveryState: null, callback: null, state: null);
        }
        catch (Exception e) when (Fault.IsExpected(e))
        {
            Is(new ManagementAnswer.Unheard($"the link ended ({Fault.Describe(e)})"));
        }
    }
}
