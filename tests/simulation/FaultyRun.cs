using System.Text;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Phones;
using CcsBridge.ServiceBus;
using CcsBridge.Simulation.Faults;

namespace CcsBridge.Simulation;

/// <summary>One seed: messages both ways over several phones while faults strike; then everything must settle.</summary>
internal sealed class FaultyRun : IDisposable
{
    /// <summary>Virtual time from the last fault until nothing is under way.</summary>
    public static readonly TimeSpan SettlesWithin = TimeSpan.FromHours(4);

    private static readonly int[] Windows = [1, 3, 10, 100];

    private readonly World _world;
    private readonly Random _chance;
    private readonly PlantedFaults _faults;
    private readonly List<Phone> _phones = [];
    private readonly TimeSpan _during;
    private int _put;

    private FaultyRun(int seed, int messages, int faults)
    {
        // Another sequence than the one that picks continuations.
        _chance = new Random(unchecked(seed * 7919 + 17));
        _world = new World(seed, Windows[_chance.Next(Windows.Length)]);
        _faults = new PlantedFaults(_world, _chance);
        _during = TimeSpan.FromMinutes(5 + _chance.Next(56));
        for (var phone = _chance.Next(1, 6); phone > 0; phone--)
            _phones.Add(((Installing.Done)_world.Endpoint.Phones.Install($"phone-{phone}")).Phone);
        for (var message = 0; message < messages; message++)
        {
            _world.After(Sometime(), Say);
            _world.After(Sometime(), Put);
        }

        var kinds = Enum.GetValues<FaultKind>();
        for (var fault = 0; fault < faults; fault++)
        {
            var kind = kinds[_chance.Next(kinds.Length)];
            _world.After(Sometime(), () => _faults.Plant(kind));
        }
    }

    /// <summary>The same arguments give the same result.</summary>
    public static RunResult Run(int seed, int messages, int faults)
    {
        using var run = new FaultyRun(seed, messages, faults);
        return run.ToItsEnd(seed, messages);
    }

    public void Dispose() => _world.Dispose();

    private RunResult ToItsEnd(int seed, int messages)
    {
        var others = _world.Ledger.Others;
        var settling = TimeSpan.Zero;
        try
        {
            var over = false;
            _world.After(_during, () => over = true);
            _world.RunUntil(() => over, _during + TimeSpan.FromMinutes(1));
            _world.BusFaults.Clear();
            _world.Note("faults have stopped");
            var stopped = _world.Now;
            if (!_world.RunUntil(IsSettled, SettlesWithin))
                others.Add($"not settled {SettlesWithin} after the last fault: {UnderWay()}");
            settling = _world.Now - stopped;
            _world.Process.Stop();
            if (!_world.RunUntil(() => _world.Process.Running.IsCompleted, TimeSpan.FromMinutes(3)))
                others.Add("the last process does not stop within 3 minutes");
        }
        catch (Exception broken)
        {
            // Whatever it was, it ends the bridge: that is what is to be told, with the seed.
            others.Add(broken.ToString());
        }

        _world.Ledger.Close(_world.Bus);
        return new RunResult(seed, 2 * messages, _world.Trace, [.. _world.Ledger.Violations], _faults.Planted, _world.Ledger, settling, _world.Steps);
    }

    private TimeSpan Sometime() => _during * _chance.NextDouble();

    private void Say()
    {
        var phone = _phones[_chance.Next(_phones.Count)];
        _world.Endpoint.On(new Input.PhoneSends(phone, phone.Compose(new Dictionary<string, string> { ["k"] = "up" })!));
    }

    private void Put()
    {
        var id = $"d-{++_put}";
        var ttl = _chance.Next(10) == 0 ? $",\"time_to_live\":{_chance.Next(300)}" : "";
        var body = $$$"""{"to":"{{{_phones[_chance.Next(_phones.Count)].Token}}}","data":{"k":"{{{id}}}"}{{{ttl}}}}""";
        _world.Put("downstream", new BusMessage(Encoding.UTF8.GetBytes(body))
        {
            MessageId = id,
            TimeToLive = _chance.Next(20) == 0 ? TimeSpan.FromSeconds(_chance.Next(1, 300)) : null,
        });
    }

    // With a process that is to stay: one that was killed or stopped is followed by another.
    private bool IsSettled() =>
        _world.Process is { IsKilled: false, IsStopping: false } && _world.Ledger.Upstream.IsSettled
        && _world.Bus.Engine.Count("downstream") is { Available: 0, Locked: 0, Scheduled: 0 };

    private string UnderWay() => $"upstream {(_world.Ledger.Upstream.IsSettled ? "settled" : "unacknowledged")}, {_world.Bus.Engine.Count("downstream")}";
}
