using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace CcsBridge.Tests.Local.Broker.Model;

/// <summary>A receiving link with its credit counted, and what came on it.</summary>
internal sealed class AmqpInbox
{
    private readonly ConcurrentQueue<Message> _messages = [];
    private readonly ReceiverLink _link;
    private int _credit;

    public AmqpInbox(ReceiverLink link)
    {
        _link = link;
        link.Start(0, (_, message) =>
        {
            Interlocked.Decrement(ref _credit);
            _messages.Enqueue(message);
        });
    }

    public void AskForOne()
    {
        Interlocked.Increment(ref _credit);
        _link.SetCredit(1, CreditMode.Manual);
    }

    /// <summary>Voids what was asked for and has not come. The library drains by the exact rest only.</summary>
    public void AskForNone()
    {
        if (Interlocked.Exchange(ref _credit, 0) is > 0 and var rest)
            _link.SetCredit(rest, CreditMode.Drain);
    }

    public IEnumerable<Message> Take()
    {
        while (_messages.TryDequeue(out var message))
            yield return message;
    }

    public void Settle(Message message, Ending how)
    {
        switch (how)
        {
            case Ending.Complete: _link.Accept(message); break;
            case Ending.Release: _link.Release(message); break;
            case Ending.Abandon: _link.Modify(message, deliveryFailed: true); break;
            default:
                _link.Reject(message, new Error("com.microsoft:dead-letter")
                {
                    Info = new Fields { [new Symbol("DeadLetterReason")] = QueueRules.Reason },
                });
                break;
        }
    }
}
