namespace CcsBridge.Delivery;

/// <summary>What follows from an answer, or from none: always for a message in flight on the session that it came on, for no other.</summary>
internal sealed class Answers(LiveSessions sessions, DownstreamLedger downstream, RateLimitedKeys keys)
{
    public void NotWritten(SessionId session, string messageId)
    {
        sessions.Find(session)?.Clear(messageId);
        downstream.WrittenOn(session, messageId)?.WaitsAgain();
    }

    public void Answered(DeliveryInput.Answered input, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        sessions.Find(input.Session)?.Clear(input.MessageId);
        if (downstream.WrittenOn(input.Session, input.MessageId) is not { } held)
            return;
        if (input.Answer is Answer.Refused refused)
        {
            Refused(held, refused, now, effects);
            return;
        }

        keys.Accepted(held.Key!, now);
        downstream.Accept(held, (Answer.Accepted)input.Answer, now, effects);
    }

    public void Unanswered(DeliveryInput.Unanswered input, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        sessions.Find(input.Session)?.TimeOut(input.MessageId);
        if (downstream.WrittenOn(input.Session, input.MessageId) is { } held)
            downstream.Retry(held, Policy.Unanswered, "no answer in time", turn: null, now, effects);
    }

    private void Refused(HeldMessage held, Answer.Refused answer, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        var (error, description) = answer;
        switch (Policy.For(error))
        {
            case Verdict.DeadLetter:
                downstream.Reject(held, error, description, new SettleHow.DeadLetter(error, description ?? error), now, effects);
                break;
            case Verdict.Complete:
                downstream.Reject(held, error, description, new SettleHow.Complete(), now, effects);
                break;
            case Verdict.Elsewhere when !held.SentElsewhere && held.Properties.Attempts == 0:
                held.SentElsewhere = true;
                held.WaitsAgain();
                break;
            case Verdict.RateLimited:
                downstream.Retry(held, error, description, keys.Refused(held.Key!, held.LastWritten!.Value, now), now, effects);
                break;
            default:
                downstream.Retry(held, error, description, turn: null, now, effects);
                break;
        }
    }
}
