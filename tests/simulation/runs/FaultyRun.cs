using CcsBridge.Local.Ccs.Phones;
using CcsBridge.Simulation.Faults;

namespace CcsBridge.Simulation;

/// <summary>One schedule: messages both ways over several phones while faults strike; then everything must settle, and go on.</summary>
internal sealed class FaultyRun : IDisposable
{
    /// <summary>Virtual time from the last fault until nothing is under way: what a stanza that ends sessions may take.</summary>
    public static readonly TimeSpan SettlesWithin = TimeSpan.FromHours(4);

    private readonly Schedule _schedule;
    private readonly World _world;
    private readonly Traffic _traffic;

    private FaultyRun(Schedule schedule, BrokenRule? broken, bool trace)
    {
        _schedule = schedule;
        _world = new World(schedule.Seed, schedule.Window, schedule.Connections, broken, trace);
        var phones = Enumerable.Range(1, schedule.Phones).Select(Install).ToList();
        _traffic = new Traffic(_world, phones);
        var faults = new PlantedFaults(_world, _traffic);
        foreach (var appointment in schedule.Appointments)
        {
            _world.After(appointment.At, () =>
            {
                var chance = new Random(appointment.Chance);
                switch (appointment.What)
                {
                    case Deed.Say: _traffic.Say(chance); break;
                    case Deed.Put: _traffic.Put(chance); break;
                    default: faults.Plant(appointment.Fault!.Value, chance); break;
                }
            });
        }
    }

    /// <summary>The same schedule gives the same result.</summary>
    /// <param name="schedule">What happens.</param>
    /// <param name="broken">A rule of the promise that is not kept: the account must see it.</param>
    /// <param name="trace">Whether to keep everything that was seen.</param>
    public static RunResult Run(Schedule schedule, BrokenRule? broken = null, bool trace = false)
    {
        using var run = new FaultyRun(schedule, broken, trace);
        run.ToItsEnd();
        return new RunResult(run._world.Trace, [.. run._world.Ledger.Violations], run._world.Ledger, run._world.SettledAfter);
    }

    public void Dispose() => _world.Dispose();

    private void ToItsEnd()
    {
        var others = _world.Ledger.Others;
        try
        {
            var over = false;
            _world.After(_schedule.During, () => over = true);
            _world.RunUntil(() => over, _schedule.During + TimeSpan.FromMinutes(1));
            _world.BusFaults.Clear();
            _traffic.AnswerAgain();
            _world.Note("faults have stopped");
            if (!_world.Settle(SettlesWithin))
                others.Add(Promise.Settled, $"not settled {SettlesWithin} after the last fault: {_world.UnderWay}");
            else if (!_traffic.FillsAWindowAgain(_schedule.Window))
                others.Add(Promise.Settled, $"no full window is in flight again: {_world.UnderWay}");
            if (!_world.StopAll())
                others.Add(Promise.Settled, $"the last process does not stop within {SimulatedProcess.StopWithin}");
        }
        catch (Exception broken)
        {
            // Whatever it was, it ends the bridge: that is what is to be told, with the seed.
            others.Add(Promise.Faultless, broken.ToString());
        }

        _world.Ledger.Close(_world.Bus);
    }

    private Phone Install(int number) => ((Installing.Done)_world.Endpoint.Phones.Install($"phone-{number}")).Phone;
}
