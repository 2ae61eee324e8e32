using CcsBridge.Contracts;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Simulation.Faults;

/// <summary>Plants a fault in the world, as its kind asks; how hard it hits is drawn.</summary>
internal sealed class PlantedFaults(World world, Traffic traffic)
{
    private static readonly string[] Codes =
    [
        "INVALID_JSON", "INVALID_TTL", "JSON_TYPE_ERROR", "SENDER_ID_MISMATCH", "AUTHENTICATION_FAILED", "INVALID_APNS_CREDENTIAL",
        "BAD_REGISTRATION", "DEVICE_UNREGISTERED", "SERVICE_UNAVAILABLE", "INTERNAL_SERVER_ERROR", "DEVICE_MESSAGE_RATE_EXCEEDED",
        "TOPICS_MESSAGE_RATE_EXCEEDED", "QUOTA_EXCEEDED", "A_CODE_OF_TOMORROW",
    ];

    private static readonly string[] Conditions =
        ["amqp:not-found", "com.microsoft:entity-disabled", "amqp:unauthorized-access", "amqp:resource-limit-exceeded"];

    private readonly ProcessFaults _processes = new(world);

    public void Plant(FaultKind kind, Random chance)
    {
        world.Note($"fault: {kind}");
        switch (kind)
        {
            case FaultKind.SessionDropped: AnySession(chance)?.Reset(); break;
            case FaultKind.SessionTorn: AnySession(chance)?.Tear(); break;
            case FaultKind.HalfOpen: LeaveHalfOpen(chance); break;
            case FaultKind.Draining: Drain(chance); break;
            case FaultKind.DrainingNack: Refuse("CONNECTION_DRAINING", chance); break;
            case FaultKind.DroppedAtStanza: Script(new ScriptedAnswer.Drop(), 1); break;
            case FaultKind.Nack: Refuse(Codes[chance.Next(Codes.Length)], chance); break;
            case FaultKind.NoAnswer: Script(new ScriptedAnswer.Silence(), chance.Next(1, 20)); break;
            case FaultKind.LateAnswer: AnswerLate(chance); break;
            case FaultKind.DuplicateAnswer: Script(new ScriptedAnswer.Duplicate(), chance.Next(1, 6)); break;
            case FaultKind.StrayAnswer: Stray(chance); break;
            case FaultKind.SpoofedAck: Spoof(chance); break;
            case FaultKind.ConfirmationLost or FaultKind.ServerBusy or FaultKind.SlowConfirmation or FaultKind.MessageRefused:
                PlantInSends(kind, chance);
                break;
            case FaultKind.Throttled: For(Seconds(chance, 5, 120), world.BusFaults.Throttle, world.BusFaults.Relent); break;
            case FaultKind.EntityRefuses: RefuseEntity(chance); break;
            case FaultKind.LinkLost: LoseLink(chance); break;
            case FaultKind.LocksNotRenewed: For(Seconds(chance, 30, 300), world.BusFaults.Silence, world.BusFaults.Speak); break;
            case FaultKind.SettlementLost: world.BusFaults.PlantInSettlement(); break;
            case FaultKind.PoisonStanza: traffic.PutPoison(chance); break;
            case FaultKind.KillerStanza: traffic.PutKiller(chance); break;
            default: _processes.Plant(kind, chance); break;
        }
    }

    public static TimeSpan Seconds(Random chance, int least, int most) => TimeSpan.FromSeconds(least + chance.NextDouble() * (most - least));

    private SimulatedStream? AnySession(Random chance)
    {
        var open = world.Processes.Alive.SelectMany(process => process.Streams).ToList();
        return open.Count == 0 ? null : open[chance.Next(open.Count)];
    }

    private void For(TimeSpan length, Action begin, Action end)
    {
        begin();
        world.After(length, end);
    }

    private void Script(ScriptedAnswer answer, int times) => world.Endpoint.On(new Input.Script(answer, null, times));

    // The next few of anybody, or one phone's for so long that attempts run out.
    private void Refuse(string code, Random chance)
    {
        var phones = world.Endpoint.Phones.All.ToList();
        var (token, times) = chance.Next(3) == 0 ? (phones[chance.Next(phones.Count)].Token, 30) : (null, chance.Next(1, 12));
        world.Endpoint.On(new Input.Script(new ScriptedAnswer.Nack(code), token, times));
    }

    private void LeaveHalfOpen(Random chance)
    {
        if (AnySession(chance) is not { } stream)
            return;
        stream.Vanish();
        world.After(Seconds(chance, 5, 900), () => world.Endpoint.On(new Input.Disconnected(stream.Connection)));
    }

    private void Drain(Random chance)
    {
        var signal = (DrainSignal)chance.Next(3);
        var (typed, length) = (chance.Next(2) == 0, Seconds(chance, 1, 300));
        foreach (var (connection, _) in world.Endpoint.Bound)
            world.Endpoint.On(new Input.Drain(connection, signal, typed, length));
    }

    private void HoldAnswers(TimeSpan length) => For(
        length,
        () => world.Endpoint.On(new Input.Hold(new HoldPoint.Answers())),
        () => world.Endpoint.On(new Input.Release(new HoldPoint.Answers())));

    private void AnswerLate(Random chance)
    {
        if (chance.Next(3) == 0)
            Script(new ScriptedAnswer.Duplicate(), chance.Next(1, 20));
        HoldAnswers(Seconds(chance, 20, 90));
    }

    private void Stray(Random chance)
    {
        var length = Seconds(chance, 1, 20);
        HoldAnswers(length);
        world.After(length * 0.9, () =>
        {
            foreach (var (connection, id) in world.Ledger.Downstream.AllUnanswered.Take(3).ToList())
                world.Endpoint.Say(connection, GcmStanzas.Nack("a device", id, "BAD_ACK", "as planted"));
            foreach (var (connection, _) in world.Endpoint.Bound)
                world.Endpoint.Say(connection, GcmStanzas.Ack("a device", "never-sent", registrationId: null));
        });
    }

    private void Spoof(Random chance)
    {
        var length = Seconds(chance, 1, 20);
        HoldAnswers(length);
        world.After(length * 0.9, () =>
        {
            if (world.Ledger.Downstream.AllUnanswered.Select(sent => sent.MessageId).FirstOrDefault() is { } id)
                traffic.Spoof(chance, id);
        });
    }

    private void PlantInSends(FaultKind kind, Random chance)
    {
        for (var times = chance.Next(1, 6); times > 0; times--)
            world.BusFaults.PlantInSend(kind);
    }

    private void RefuseEntity(Random chance)
    {
        var entity = new[] { Entities.Upstream, Entities.Outcomes, Entities.Downstream }[chance.Next(3)];
        var condition = Conditions[chance.Next(Conditions.Length)];
        For(Seconds(chance, 10, 900), () => world.BusFaults.Refuse(entity, condition), () => world.BusFaults.Accept(entity));
    }

    private void LoseLink(Random chance)
    {
        foreach (var bus in world.Processes.Alive.Select(process => process.Bus).ToList())
        {
            bus.LoseLinks(unreadToo: chance.Next(2) == 0, managementToo: chance.Next(2) == 0);
            world.After(Seconds(chance, 0, 60), bus.OpenLinks);
        }
    }
}
