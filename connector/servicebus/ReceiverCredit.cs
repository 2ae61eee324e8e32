namespace CcsBridge.ServiceBus;

/// <summary>
/// The count of a receiver's credit: what the caller asked for and has not come, and what the present link was granted of it.
/// Pure; each verb says what to tell the broker.
/// </summary>
/// <remarks>
/// Nothing says when a drain is done: the library swallows the broker's answer. So nothing new is granted until all that was drained
/// has come or a short time has passed; what comes meanwhile counts against what the caller has asked for since.
/// </remarks>
internal sealed class ReceiverCredit
{
    private bool _linked;
    private bool _draining;

    /// <summary>Asked for by the caller, neither come nor taken back.</summary>
    public int Wanted { get; private set; }

    /// <summary>Granted on the present link and not come.</summary>
    public int OnLink { get; private set; }

    public CreditStep Add(int messages)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(messages);
        Wanted += messages;
        return Grant();
    }

    public CreditStep Withdraw()
    {
        Wanted = 0;
        if (!_linked || _draining || OnLink == 0) return CreditStep.Nothing;
        _draining = true;
        return CreditStep.Drain(OnLink);
    }

    public CreditStep Came()
    {
        Wanted = Math.Max(0, Wanted - 1);
        OnLink = Math.Max(0, OnLink - 1);
        return _draining && OnLink == 0 ? DrainOver() : CreditStep.Nothing;
    }

    public CreditStep DrainOver()
    {
        if (!_draining) return CreditStep.Nothing;
        _draining = false;
        OnLink = 0;
        return Grant();
    }

    public CreditStep LinkOpened()
    {
        LinkEnded();
        _linked = true;
        return Grant();
    }

    public void LinkEnded()
    {
        _linked = _draining = false;
        OnLink = 0;
    }

    private CreditStep Grant()
    {
        if (!_linked || _draining || Wanted <= OnLink) return CreditStep.Nothing;
        var more = Wanted - OnLink;
        OnLink = Wanted;
        return CreditStep.Grant(more);
    }
}
