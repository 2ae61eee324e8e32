namespace CcsBridge.Delivery;

/// <summary>Sends what waits, on the sessions that have room for it: left-overs first, some alone, rate-limited keys each to their turn.</summary>
internal sealed class Dispatch(LiveSessions sessions, DownstreamLedger downstream, RateLimitedKeys keys)
{
    public void Send(DateTimeOffset now, List<DeliveryEffect> effects)
    {
        if (downstream.Waiting.Count == 0 || !sessions.AnyFree)
            return;
        var order = new Waiting(sessions.All);
        foreach (var held in downstream.Waiting.ToList())
        {
            if (order.SessionFor(held) is not { } session)
                Retire(order.ToRetireFor(held), effects);
            else if (keys.TurnOf(held.Key!, held.Properties.Turn, now) is { } turn)
                downstream.PutBackToItsTurn(held, turn, now, effects);
            else
                Send(held, session, now, effects);
        }
    }

    private static void Send(HeldMessage held, LiveSession session, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        session.Use(held.MessageId, alone: held.Properties.Ends > 0);
        held.Written(session.Id, now);
        var request = held.Request! with { MessageId = held.MessageId, TimeToLive = held.Lifetime.SecondsLeft(now) };
        effects.Add(new DeliveryEffect.Send(session.Id, held.MessageId, request));
    }

    // One id is never unanswered twice on one session; without this its message would wait for as long as the session lives.
    private static void Retire(LiveSession? session, List<DeliveryEffect> effects)
    {
        if (session is null)
            return;
        session.Drain();
        effects.Add(new DeliveryEffect.Retire(session.Id, "a message is to be sent again whose answer is overdue here"));
    }
}
