namespace CcsBridge.ServiceBus;

/// <summary>
/// The bus's verbs. Two implementations: <c>AmqpBus</c> over AMQP 1.0, and the simulation's over the local broker's engine
/// (DECISIONS.md 4). Both open and reopen what they need by themselves; a verb waits or answers, it does not throw for a lost link.
/// </summary>
public interface IBus : IAsyncDisposable
{
    /// <summary>Sends to a queue or topic and waits for the broker's word.</summary>
    Task<SendOutcome> SendAsync(string entity, BusMessage message, CancellationToken cancel);

    /// <summary>A receiver of a queue, under lock. It asks for nothing until it is given credit.</summary>
    IBusReceiver OpenReceiver(string queue);
}

/// <summary>Receives from one queue under lock. Credit is counted by the caller: the broker sends no more than it was asked for.</summary>
public interface IBusReceiver : IAsyncDisposable
{
    /// <summary>Whether the link to the broker is open now.</summary>
    bool IsOpen { get; }

    /// <summary>The next message; waits until there is one. One caller at a time.</summary>
    Task<ReceivedMessage> ReceiveAsync(CancellationToken cancel);

    /// <summary>Asks for so many messages more. Kept over a reopened link: what was asked for and did not come is asked for again.</summary>
    void AddCredit(int messages);

    /// <summary>Takes back all credit not used yet. A message already under way may still come.</summary>
    void WithdrawCredit();

    /// <summary>Begins the lock of a message received here anew. Answers within 10 s; a token that is not held here is lost.</summary>
    Task<LockRenewal> RenewLockAsync(Guid lockToken, CancellationToken cancel);

    /// <summary>
    /// Settles a message received here. If its link is gone and its lock lives, the broker's word is awaited, at most 10 s;
    /// a message to be released is then left to its lock.
    /// </summary>
    Task<Settlement> SettleAsync(Guid lockToken, SettleAs how, CancellationToken cancel);
}
