namespace CcsBridge.Delivery;

/// <summary>What the queue is asked for: the free window, bounded by what is held; nothing while no session is ready.</summary>
internal sealed class QueueCredit(DeliverySettings settings, LiveSessions sessions, DownstreamLedger downstream)
{
    private int _asked;

    /// <summary>One came of those asked for. A redelivery after a lost link may come unasked.</summary>
    public void Spend() => _asked = Math.Max(0, _asked - 1);

    public void Ask(List<DeliveryEffect> effects)
    {
        var free = sessions.Free - downstream.Waiting.Count;
        var more = Math.Min(free, settings.MostHeld - downstream.Count) - _asked;
        if (more <= 0)
            return;
        _asked += more;
        effects.Add(new DeliveryEffect.Credit(more));
    }

    public void Withdraw(List<DeliveryEffect> effects)
    {
        if (_asked > 0)
            effects.Add(new DeliveryEffect.WithdrawCredit());
        _asked = 0;
    }
}
