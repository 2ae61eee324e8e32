using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Simulation.Faults;

/// <summary>Plants a fault in the world, as its kind asks; how hard it hits is drawn.</summary>
internal sealed class PlantedFaults(World world, Random chance)
{
    private static readonly string[] Codes =
    [
        "INVALID_JSON", "INVALID_TTL", "JSON_TYPE_ERROR", "SENDER_ID_MISMATCH", "AUTHENTICATION_FAILED", "INVALID_APNS_CREDENTIAL",
        "BAD_REGISTRATION", "DEVICE_UNREGISTERED", "SERVICE_UNAVAILABLE", "INTERNAL_SERVER_ERROR", "DEVICE_MESSAGE_RATE_EXCEEDED",
        "TOPICS_MESSAGE_RATE_EXCEEDED", "QUOTA_EXCEEDED", "A_CODE_OF_TOMORROW",
    ];

    private readonly SortedDictionary<FaultKind, int> _planted = [];

    /// <summary>How often each kind was planted.</summary>
    public IReadOnlyDictionary<FaultKind, int> Planted => _planted;

    public void Plant(FaultKind kind)
    {
        _planted[kind] = _planted.GetValueOrDefault(kind) + 1;
        world.Note($"fault: {kind}");
        switch (kind)
        {
            case FaultKind.SessionDropped: Newest?.Reset(); break;
            case FaultKind.SessionTorn: Newest?.Tear(); break;
            case FaultKind.HalfOpen: LeaveHalfOpen(); break;
            case FaultKind.Draining: Drain(); break;
            case FaultKind.DroppedAtStanza: Script(new ScriptedAnswer.Drop(), 1); break;
            case FaultKind.Nack: Refuse(Codes[chance.Next(Codes.Length)]); break;
            case FaultKind.NoAnswer: HoldAnswers(Seconds(40, 300), dropped: true); break;
            case FaultKind.LateAnswer: HoldAnswers(Seconds(20, 90), dropped: false); break;
            case FaultKind.DuplicateAnswer: Script(new ScriptedAnswer.Duplicate(), chance.Next(1, 6)); break;
            case FaultKind.ConfirmationLost or FaultKind.ServerBusy or FaultKind.SlowConfirmation: PlantInSends(kind); break;
            case FaultKind.LinkLost: LoseLink(); break;
            case FaultKind.SettlementLost: world.BusFaults.PlantInSettlement(); break;
            case FaultKind.ProcessKilled: Kill(); break;
            case FaultKind.ProcessStopped: Stop(); break;
            default: throw new InvalidOperationException($"nobody plants {kind}");
        }
    }

    private SimulatedStream? Newest => world.Process.IsKilled ? null : world.Process.Streams.LastOrDefault();

    private TimeSpan Seconds(int least, int most) => TimeSpan.FromSeconds(least + chance.NextDouble() * (most - least));

    private void Script(ScriptedAnswer answer, int times) => world.Endpoint.On(new Input.Script(answer, null, times));

    // The next few of anybody, or one phone's for so long that attempts run out.
    private void Refuse(string code)
    {
        var phones = world.Endpoint.Phones.All.ToList();
        var (token, times) = chance.Next(3) == 0 ? (phones[chance.Next(phones.Count)].Token, 30) : (null, chance.Next(1, 12));
        world.Endpoint.On(new Input.Script(new ScriptedAnswer.Nack(code), token, times));
    }

    private void LeaveHalfOpen()
    {
        if (Newest is not { } stream)
            return;
        stream.Vanish();
        world.After(Seconds(5, 900), () => world.Endpoint.On(new Input.Disconnected(stream.Connection)));
    }

    // A nack CONNECTION_DRAINING by script alone would be a lie: no connection is drained and never closed.
    private void Drain()
    {
        var signal = (DrainSignal)chance.Next(3);
        var (typed, length) = (chance.Next(2) == 0, Seconds(1, 300));
        foreach (var (connection, _) in world.Endpoint.Bound)
            world.Endpoint.On(new Input.Drain(connection, signal, typed, length));
    }

    // No answer ever is bent here: the product has no successor yet for a session whose slots are dead, so the session is dropped in the end.
    private void HoldAnswers(TimeSpan length, bool dropped)
    {
        world.Endpoint.On(new Input.Hold(new HoldPoint.Answers()));
        world.After(length, () =>
        {
            if (dropped)
            {
                foreach (var (connection, _) in world.Endpoint.Bound)
                    world.Endpoint.On(new Input.Drop(connection));
            }

            world.Endpoint.On(new Input.Release(new HoldPoint.Answers()));
        });
    }

    private void PlantInSends(FaultKind kind)
    {
        for (var times = chance.Next(1, 6); times > 0; times--)
            world.BusFaults.PlantInSend(kind);
    }

    private void LoseLink()
    {
        var bus = world.Process.Bus;
        bus.LoseLinks(unreadToo: chance.Next(2) == 0);
        world.After(Seconds(0, 60), bus.OpenLinks);
    }

    private void Kill()
    {
        if (world.Process.IsKilled || world.Process.Running.IsCompleted)
            return;
        world.Process.Kill();
        world.After(Seconds(0, 120), () => world.StartProcess());
    }

    private void Stop()
    {
        var process = world.Process;
        if (process.IsKilled || process.IsStopping)
            return;
        process.Stop();
        // A little more than it may take: the last bytes, and the endpoint's own closing.
        world.After(SimulatedProcess.StopWithin + TimeSpan.FromSeconds(30), () =>
        {
            if (process.IsKilled)
                return;
            if (!process.Running.IsCompleted)
                world.Ledger.Others.Add($"a stop is not over after {SimulatedProcess.StopWithin} and 30 s");
            world.StartProcess();
        });
    }
}
