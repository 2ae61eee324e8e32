using CcsBridge.Local.Broker;

namespace CcsBridge.Tests.Local.Broker.Model;

/// <summary>The queue under test in the bare engine: a receiver for each place, which is opened once.</summary>
internal sealed class EngineQueue
{
    private readonly BrokerEngine _engine = new(QueueRules.Topology, new CountedGuids().Next);
    private readonly List<BrokerDelivery> _deliveries = [];
    private readonly uint[] _delivered = [0, 0];
    private readonly uint[] _limits = [0, 0];
    private int _sends;

    public EngineQueue()
    {
        foreach (var place in Enum.GetValues<Place>())
            _engine.On(new BrokerInput.OpenReceiver(Receiver(place), QueueRules.Path(place)), Script.Start);
    }

    public DateTimeOffset? NextDue => _engine.NextDue;

    public IReadOnlyList<Seen> On(Step step)
    {
        var effects = Do(new BrokerInput.Tick(), step.At);
        foreach (var input in Inputs(step))
            effects.AddRange(Do(input, step.At));
        _deliveries.AddRange(effects.OfType<BrokerEffect.Deliver>().OrderBy(d => d.Receiver.Value).Select(d => d.Delivery));
        return Seen.InOrder([.. effects.Select(See).OfType<Seen>(), Counts()]);
    }

    // Lazily: what void credit is depends on what came before it.
    private IEnumerable<BrokerInput> Inputs(Step step)
    {
        if (step.Does is Command.Send send)
            yield return new BrokerInput.Send(new SendId(++_sends), QueueRules.Name, [Message(send, step.At)]);
        else if (step.Does is Command.Settle settle && _deliveries.Count > 0)
            yield return Settle(_deliveries[^(1 + (settle.Back % _deliveries.Count))], settle.How);
        else if (step.Does is Command.Hold)
            yield return new BrokerInput.Hold(QueueRules.Name);
        else if (step.Does is Command.EndHold)
            yield return new BrokerInput.EndHold(QueueRules.Name);
        if (step.Does is not Command.Receive receive)
            yield break;

        var place = (int)receive.From;
        yield return new BrokerInput.Credit(Receiver(receive.From), ++_limits[place]);
        if (receive.Waits)
            yield break;
        yield return new BrokerInput.Drain(Receiver(receive.From));
        _limits[place] = _delivered[place];
    }

    private List<BrokerEffect> Do(BrokerInput input, DateTimeOffset now)
    {
        var effects = _engine.On(input, now).ToList();
        foreach (var deliver in effects.OfType<BrokerEffect.Deliver>())
            _delivered[deliver.Receiver.Value]++;
        return effects;
    }

    private static Seen? See(BrokerEffect effect) => effect switch
    {
        BrokerEffect.Confirmed confirmed => new Seen.Confirmed((int)confirmed.Send.Value),
        BrokerEffect.Deliver { Delivery: var it } deliver => new Seen.Given(
            (Place)deliver.Receiver.Value, it.Message.MessageId!, it.SequenceNumber, it.DeliveryCount, it.EnqueuedTime, it.LockedUntil!.Value,
            it.Message.Properties.GetValueOrDefault("DeadLetterReason") as string),
        BrokerEffect.Settled => new Seen.Settled(),
        BrokerEffect.NotSettled => new Seen.NotSettled(),
        BrokerEffect.Drained or BrokerEffect.Happened => null,
        _ => throw new InvalidOperationException($"no script asks for {effect}"),
    };

    private Seen.Counts Counts()
    {
        var (queue, dead) = (_engine.Count(QueueRules.Name)!, _engine.Count(QueueRules.DeadLetters)!);
        return new(queue.Available, queue.Locked, queue.Scheduled, dead.Available, dead.Locked);
    }

    private static BrokerMessage Message(Command.Send send, DateTimeOffset now) => new("body"u8.ToArray())
    {
        MessageId = send.Id,
        TimeToLive = send.TimeToLive,
        ScheduledEnqueueTime = now + send.KeptBack,
    };

    private static BrokerInput.Settle Settle(BrokerDelivery delivery, Ending how) => new(new ReceiverId(99), delivery.LockToken, how switch
    {
        Ending.Complete => EngineBench.Complete,
        Ending.Release => EngineBench.Release,
        Ending.Abandon => EngineBench.Abandon,
        _ => EngineBench.DeadLetter(QueueRules.Reason, "by a test"),
    });

    private static ReceiverId Receiver(Place place) => new((int)place);
}
