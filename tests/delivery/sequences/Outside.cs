using System.Text;
using CcsBridge.Delivery;

namespace CcsBridge.Tests.Delivery.Sequences;

/// <summary>
/// What is outside of the promise's core while a sequence is played: the queue, the topics, an endpoint by script, connections that are
/// opened again, a process that starts again after a crash. All in virtual time, and the same for the same seed.
/// </summary>
internal sealed class Outside
{
    private const int MostSteps = 5_000_000;

    /// <summary>There and back to the broker.</summary>
    private static readonly TimeSpan Broker = TimeSpan.FromSeconds(0.01);

    /// <summary>From the process's end until its successor dials.</summary>
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(5);

    private readonly PriorityQueue<(int Life, Action Act), (DateTimeOffset Due, long Order)> _agenda = new();
    private readonly DeliverySettings _settings;
    private readonly Random _chance;
    private SenderDelivery _core;
    private IReadOnlyList<Connection> _connections = [];
    private int _life, _credit, _lastSession;
    private long _order;

    public Outside(int window, int connections, int seed)
    {
        _settings = new DeliverySettings("1234567890", "downstream", window, connections, MaxAttempts: 8);
        _chance = new Random(seed);
        _core = new SenderDelivery(_settings, _chance);
    }

    public DateTimeOffset Now { get; private set; } = Rig.Start;

    public PlayedQueue Queue { get; } = new();

    public Account Account { get; } = new();

    /// <summary>What becomes of a stanza.</summary>
    public Func<DeliveryEffect.Send, Fate> Endpoint { get; set; } = _ => Fate.Accepted(0.1);

    /// <summary>What a topic says to an event, and after how long.</summary>
    public Func<(TimeSpan After, BusAnswer Answer)> Topic { get; set; } = () => (Broker, new BusAnswer.Confirmed());

    public TimeSpan Passed => Now - Rig.Start;

    public bool IsSettled => Queue.IsEmpty && _core.IsIdle;

    public void Put(string id, string to = "T") =>
        Queue.Put(Encoding.UTF8.GetBytes($$$"""{"to":"{{{to}}}","data":{"k":"v"}}"""), id, new Dictionary<string, object>(), Now);

    public void Start()
    {
        _connections = [.. Enumerable.Range(0, _settings.Connections).Select(_ => new Connection(this, _settings.Window, _chance))];
        foreach (var connection in _connections)
            connection.Open();
    }

    /// <summary>Plays on until this is so; false: it was not, in all that time.</summary>
    public bool PlayUntil(Func<bool> over, TimeSpan longest)
    {
        var end = Now + longest;
        for (var step = 0; step < MostSteps; step++)
        {
            if (over())
                return true;
            if (!Step(end))
                return false;
        }

        throw new InvalidOperationException($"time does not pass any more at {Passed}");
    }

    /// <summary>In this process's life: nothing comes of it after a crash.</summary>
    public void After(TimeSpan time, Action act) => _agenda.Enqueue((_life, act), (Now + time, ++_order));

    public SessionId NextSession() => new(++_lastSession);

    /// <summary>Everything that the process held in memory is gone; what it held under lock is not.</summary>
    public void Crash()
    {
        Account.Crashes++;
        _life++;
        _credit = 0;
        _core = new SenderDelivery(_settings, _chance);
        After(Restart, Start);
    }

    public void On(DeliveryInput input)
    {
        foreach (var effect in _core.On(input, Now))
            CarryOut(effect);
        Account.MostHeld = Math.Max(Account.MostHeld, Queue.Held);
    }

    private bool Step(DateTimeOffset end)
    {
        while (_agenda.TryPeek(out var first, out _) && first.Life != _life)
            _agenda.Dequeue();
        var act = _agenda.TryPeek(out _, out var at) ? at.Due : (DateTimeOffset?)null;
        var tick = _core.NextDue;
        var message = _credit > 0 ? Queue.NextDue : null;
        var next = new[] { act, tick, message }.Min();
        if (next is null || next > end)
            return false;
        Now = next > Now ? next.Value : Now;
        if (act <= Now)
            _agenda.Dequeue().Act();
        else if (tick <= Now)
            On(new DeliveryInput.Tick());
        else if (Queue.Take(Now) is { } request)
            Deliver(request);
        return true;
    }

    private void Deliver(ReceivedRequest request)
    {
        _credit--;
        On(new DeliveryInput.Received(request));
    }

    private void CarryOut(DeliveryEffect effect)
    {
        switch (effect)
        {
            case DeliveryEffect.Send send: _connections.First(connection => connection.Has(send.Session)).Write(send); break;
            case DeliveryEffect.Publish publish: Publish(publish); break;
            case DeliveryEffect.PutBack putBack: PutBack(putBack); break;
            case DeliveryEffect.Complete complete: Settle(complete.LockToken, PlayedQueue.Decision.Completed); break;
            case DeliveryEffect.DeadLetter dead: DeadLetter(dead); break;
            case DeliveryEffect.Release release: Settle(release.LockToken, PlayedQueue.Decision.Released); break;
            case DeliveryEffect.RenewLock renew: After(Broker, () => On(new DeliveryInput.LockRenewed(renew.LockToken, Queue.Renew(renew.LockToken, Now)))); break;
            case DeliveryEffect.Credit credit: _credit += credit.More; break;
            case DeliveryEffect.WithdrawCredit: _credit = 0; break;
        }
    }

    private void Publish(DeliveryEffect.Publish publish)
    {
        var (after, answer) = Topic();
        After(after, () =>
        {
            if (answer is BusAnswer.Confirmed && publish.Event.CorrelationId is { } id)
                Account.HasTold(id, publish.Event.Type.MessageType);
            On(new DeliveryInput.BusAnswered(publish.Key, answer));
        });
    }

    private void PutBack(DeliveryEffect.PutBack putBack)
    {
        Account.PutBacks++;
        Queue.Put(putBack.Copy);
        After(Broker, () => On(new DeliveryInput.BusAnswered(putBack.Key, new BusAnswer.Confirmed())));
    }

    private void DeadLetter(DeliveryEffect.DeadLetter dead)
    {
        if (Queue.Locked(dead.LockToken, Now) is { } request)
            Account.HasDeadLettered((string)request.Properties.GetValueOrDefault("ccsbridge-message-id", request.MessageId!), dead.Reason);
        Settle(dead.LockToken, PlayedQueue.Decision.DeadLettered);
    }

    private void Settle(Guid lockToken, PlayedQueue.Decision how)
    {
        var lost = !Queue.Settle(lockToken, how, Now);
        if (how != PlayedQueue.Decision.Released)
            After(Broker, () => On(new DeliveryInput.Settled(lockToken, lost)));
    }
}
