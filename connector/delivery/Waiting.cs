namespace CcsBridge.Delivery;

/// <summary>Which waiting message goes on which session: leftovers first, one id once a session, and some travel alone.</summary>
internal sealed class Waiting(IReadOnlyCollection<LiveSession> sessions)
{
    private LiveSession? _clearing;

    /// <summary>The session to replace, if none that is left can ever take the message: its id is overdue on each of them.</summary>
    public LiveSession? ToRetireFor(HeldMessage held) =>
        sessions.Where(session => !session.Draining).ToList() is { Count: > 0 } ready && ready.All(session => session.IsOverdue(held.MessageId))
            ? ready[0]
            : null;

    /// <summary>The session for a message; null: none has room for it now. Ask in the order in which messages are to go.</summary>
    public LiveSession? SessionFor(HeldMessage held)
    {
        if (held.Properties.Ends == 0)
            return sessions.FirstOrDefault(session => session != _clearing && session.Takes(held.MessageId));
        if (sessions.FirstOrDefault(session => session.IsEmpty && session.Takes(held.MessageId)) is { } empty)
            return empty;
        // It travels alone: no other message joins that session until it is empty.
        _clearing ??= sessions.FirstOrDefault(session => !session.Draining);
        return null;
    }
}
