namespace CcsBridge.Ccs;

/// <summary>
/// The bound session's conversation: messages down and their answers, messages up and their acknowledgements. It counts only what
/// happened on this session; what outlives it is not its business.
/// </summary>
internal sealed class Exchange(CcsSettings settings)
{
    private readonly Unacknowledged _unacknowledged = new();
    private bool _leaving, _closed;

    public Window Window { get; } = new(settings.Window);

    public void Submit(SessionInput.Submit message, DateTimeOffset now, long reads, List<SessionEffect> effects)
    {
        Window.Take(new Slot(message.MessageId, now, reads));
        effects.Add(new SessionEffect.Write(OutgoingStanzas.Message(message.MessageId, message.Json)));
    }

    /// <summary>It takes no more messages: it drains, or was retired.</summary>
    public bool IsLeaving => _leaving;

    /// <summary>Something waits for an answer that may still come, or for its acknowledgement.</summary>
    public bool HasOutstanding => Window.Taken > Window.TimedOut || _unacknowledged.Any;

    /// <summary>The broker has one of what came under this key; acks follow when it has all of it.</summary>
    public void Published(SessionInput.Published message, List<SessionEffect> effects)
    {
        if (_closed)
            effects.Add(new SessionEffect.Note("published after the stream was closed: not acknowledged, the endpoint will send it again"));
        else if (_unacknowledged.Published((message.From, message.MessageId)) is not { } acks)
            effects.Add(new SessionEffect.Note("published, but not waiting for an ack on this session"));
        else
            effects.AddRange(Enumerable.Repeat(new SessionEffect.Write(OutgoingStanzas.Ack(message.From, message.MessageId)), acks));
    }

    public void Take(Frame frame, List<SessionEffect> effects)
    {
        switch (frame)
        {
            case Frame.FromDevice when _closed:
                effects.Add(new SessionEffect.Note("upstream after the stream was closed: not taken, the endpoint will send it again"));
                break;
            case Frame.FromDevice message:
                _unacknowledged.Came((message.From, message.MessageId));
                effects.Add(message.Effect);
                break;
            case Frame.Answered answered:
                Answered(answered, effects);
                break;
            case Frame.Draining:
                Drain(effects);
                break;
            case Frame.Request request when !_closed:
                effects.Add(new SessionEffect.Write(request.IsPing
                    ? OutgoingStanzas.Result(request.Id, request.From)
                    : OutgoingStanzas.ServiceUnavailable(request.Id, request.From)));
                break;
            case Frame.Ignored ignored:
                effects.Add(new SessionEffect.Note(ignored.Note));
                break;
        }
    }

    /// <summary>
    /// Reports what has waited too long. True: something has, while nothing at all was read; then the link is in doubt first.
    /// </summary>
    public bool TimeOut(DateTimeOffset now, long reads, List<SessionEffect> effects)
    {
        var doubted = GiveUp(now, reads, effects);
        if (Window.IsHalfDead)
            Retire($"{Window.TimedOut} of {Window.Size} slots wait for answers that are overdue", effects);
        return doubted;
    }

    public void Retire(string reason, List<SessionEffect> effects)
    {
        if (!_leaving)
            Leave(new SessionEffect.Retire(reason), effects);
    }

    /// <summary>Our side of the stream is closed: answers still count, nothing more can be said.</summary>
    public void Close()
    {
        _closed = true;
        Window.Shut();
    }

    private bool GiveUp(DateTimeOffset now, long reads, List<SessionEffect> effects)
    {
        while (Window.Oldest is { } slot && now >= slot.SentAt + settings.AckTimeout)
        {
            // Whatever was sent later has heard nothing either.
            if (slot.ReadsBefore == reads)
                return true;
            effects.Add(new SessionEffect.Unanswered(Window.GiveUpOldest().MessageId));
        }

        return false;
    }

    private void Answered(Frame.Answered answered, List<SessionEffect> effects)
    {
        switch (Window.Answer(answered.MessageId))
        {
            case AnswerTiming.InTime:
                effects.Add(new SessionEffect.Answered(answered.MessageId, answered.Answer));
                break;
            case AnswerTiming.Late:
                effects.Add(new SessionEffect.AnsweredLate(answered.MessageId));
                break;
            case AnswerTiming.NotInFlight:
                effects.Add(new SessionEffect.Note("an answer to nothing that is in flight on this session"));
                break;
        }

        if (answered.Answer is Answer.Refused { Error: NackCode.ConnectionDraining })
            Drain(effects);
    }

    private void Drain(List<SessionEffect> effects)
    {
        // A retired session has its successor already: that the endpoint wants it gone, too, changes nothing.
        if (!_leaving)
            Leave(new SessionEffect.Draining(), effects);
    }

    private void Leave(SessionEffect why, List<SessionEffect> effects)
    {
        _leaving = true;
        Window.Shut();
        effects.Add(why);
    }
}
