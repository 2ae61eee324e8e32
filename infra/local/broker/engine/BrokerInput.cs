namespace CcsBridge.Local.Broker;

/// <summary>What the engine is told. Entities are named by path, without regard to case: <c>upstream/Subscriptions/monitor</c>.</summary>
internal abstract record BrokerInput
{
    private BrokerInput() { }

    /// <summary>One send; several messages are one batch, taken or refused as a whole.</summary>
    public sealed record Send(SendId Id, string Entity, IReadOnlyList<BrokerMessage> Messages) : BrokerInput;

    /// <summary>
    /// Opens a receiver, without credit. Ask <see cref="BrokerEngine.MayReceive"/> first: an entity that cannot be received from is a
    /// bug here.
    /// </summary>
    /// <param name="Id">Not in use by another open receiver.</param>
    /// <param name="Entity">A queue, a subscription, or the dead-letter queue of one.</param>
    /// <param name="AndDelete">Receive-and-delete: messages are gone once delivered. Otherwise peek-lock.</param>
    public sealed record OpenReceiver(ReceiverId Id, string Entity, bool AndDelete = false) : BrokerInput;

    /// <summary>
    /// The receiver may be given messages until its deliveries since it opened have reached <paramref name="Limit"/>
    /// (AMQP 1.0 §2.6.7: delivery-count plus link-credit, modulo 2^32).
    /// </summary>
    public sealed record Credit(ReceiverId Id, uint Limit) : BrokerInput;

    /// <summary>The receiver's remaining credit is void; answered by <see cref="BrokerEffect.Drained"/>.</summary>
    public sealed record Drain(ReceiverId Id) : BrokerInput;

    /// <summary>The receiver is gone. Its locks stay: they end by settlement or expiry, not with the link.</summary>
    public sealed record CloseReceiver(ReceiverId Id) : BrokerInput;

    /// <summary>Ends a lock. Who asks need not be who received.</summary>
    public sealed record Settle(ReceiverId Asker, Guid LockToken, Settlement How) : BrokerInput;

    /// <summary>Lets locks run for their entity's lock duration from now: all of them, or none if one is over.</summary>
    public sealed record RenewLock(RenewalId Id, IReadOnlyList<Guid> LockTokens) : BrokerInput;

    /// <summary>From now on sends to this queue or topic are taken, but their confirmations kept back.</summary>
    public sealed record Hold(string Entity) : BrokerInput;

    /// <summary>Ends a hold and lets the confirmations go that it kept back.</summary>
    public sealed record EndHold(string Entity) : BrokerInput;

    /// <summary>From now on settlements of this queue's or subscription's messages are not heard. Their locks run on.</summary>
    public sealed record HoldSettlements(string Entity) : BrokerInput;

    /// <summary>Ends such a hold; what it kept back is heard now, in order.</summary>
    public sealed record EndHoldSettlements(string Entity) : BrokerInput;

    /// <summary>Only time has passed.</summary>
    public sealed record Tick : BrokerInput;
}
