using CcsBridge.Ccs;
using CcsBridge.Connector;
using CcsBridge.Delivery;
using Answer = CcsBridge.Delivery.Answer;

namespace CcsBridge.Tests.Delivery.Sequences;

/// <summary>One of the sender's connections: session after session, each with the session's own window, and the supervisor's backoff between.</summary>
internal sealed class Connection(Outside outside, int window, Random chance)
{
    /// <summary>What dialling and the login take.</summary>
    private static readonly TimeSpan Login = TimeSpan.FromSeconds(0.5);

    /// <summary>How long the endpoint leaves a draining session open.</summary>
    private static readonly TimeSpan Drained = TimeSpan.FromSeconds(1);

    private readonly Backoff _backoff = Backoff.AfterDrop(chance);
    private readonly Dictionary<SessionId, Session> _sessions = [];

    private sealed record Session(SessionId Id, Window Window, DateTimeOffset Since)
    {
        public int Given { get; set; }

        public bool Draining { get; set; }
    }

    public void Open() => outside.After(Login, () =>
    {
        var session = new Session(outside.NextSession(), new Window(window), outside.Now);
        _sessions.Add(session.Id, session);
        outside.On(new DeliveryInput.SessionReady(session.Id));
        GiveSlots(session);
    });

    public bool Has(SessionId session) => _sessions.ContainsKey(session);

    public void Write(DeliveryEffect.Send send)
    {
        var session = _sessions[send.Session];
        session.Given--;
        if (session.Draining)
        {
            outside.After(TimeSpan.Zero, () => outside.On(new DeliveryInput.NotWritten(send.Session, send.MessageId)));
            return;
        }

        session.Window.Take(new Slot(send.MessageId, outside.Now, 0));
        outside.Account.Sent(send.MessageId);
        var fate = outside.Endpoint(send);
        outside.After(fate.After, () =>
        {
            switch (fate)
            {
                case Fate.Answered answered: Answered(session, send.MessageId, answered.Answer); break;
                case Fate.EndsTheSession: End(session); break;
                case Fate.KillsTheProcess: outside.Crash(); break;
            }
        });
    }

    private void Answered(Session session, string messageId, Answer answer)
    {
        if (!Has(session.Id))
            return;
        session.Window.Answer(messageId);
        var drains = answer is Answer.Refused { Error: NackCode.ConnectionDraining } && !session.Draining;
        session.Draining |= drains;
        outside.On(new DeliveryInput.Answered(session.Id, messageId, answer));
        if (drains)
            Drain(session);
        else if (!session.Draining)
            GiveSlots(session);
    }

    private void Drain(Session session)
    {
        session.Window.Shut();
        outside.On(new DeliveryInput.SessionDraining(session.Id));
        OpenNext(session);
        outside.After(Drained, () =>
        {
            _sessions.Remove(session.Id);
            outside.On(new DeliveryInput.SessionEnded(session.Id));
        });
    }

    private void End(Session session)
    {
        if (!_sessions.Remove(session.Id))
            return;
        outside.Account.SessionEnds++;
        outside.On(new DeliveryInput.SessionEnded(session.Id));
        if (!session.Draining)
            OpenNext(session);
    }

    private void OpenNext(Session last)
    {
        var lived = outside.Now - last.Since;
        _backoff.Lived(lived);
        outside.After(_backoff.Next(lived), Open);
    }

    private void GiveSlots(Session session)
    {
        var more = session.Window.Room - session.Given;
        session.Given += more;
        if (more > 0)
            outside.On(new DeliveryInput.Slots(session.Id, more));
    }
}
