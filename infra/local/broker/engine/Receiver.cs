namespace CcsBridge.Local.Broker;

/// <summary>A receiver's credit.</summary>
internal sealed class Receiver(ReceiverId id, bool andDelete)
{
    private uint _delivered;
    private uint _limit;

    public ReceiverId Id => id;

    public bool AndDelete => andDelete;

    /// <summary>Serial number arithmetic: a limit below what was delivered is no credit (AMQP 1.0 §2.6.7).</summary>
    public bool HasCredit => unchecked((int)(_limit - _delivered)) > 0;

    public void MayHave(uint limit) => _limit = limit;

    public void Spend() => _delivered++;

    public void Drain() => _limit = _delivered;
}
