namespace CcsBridge.Delivery;

/// <summary>
/// What the queue is asked for: the free window and half a window ahead, so that no slot waits for a message's way from the broker;
/// bounded by what is held; nothing while no session is ready.
/// </summary>
internal sealed class QueueCredit(DeliverySettings settings, LiveSessions sessions, DownstreamLedger downstream)
{
    private int _asked;

    /// <summary>One came of those asked for. A redelivery after a lost link may come unasked.</summary>
    public void Spend() => _asked = Math.Max(0, _asked - 1);

    public void Ask(List<DeliveryEffect> effects)
    {
        var ahead = sessions.Window / 2;
        var wanted = Math.Min(sessions.Free - downstream.Waiting.Count + ahead, settings.MostHeld - downstream.Count);
        var more = wanted - _asked;
        // In larger pieces: what is ahead covers the rest, and each piece costs the broker and us a frame.
        if (more < Math.Max(1, ahead / 4))
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
