using CcsBridge.Simulation.Faults;

namespace CcsBridge.Simulation;

/// <summary>The connector's processes: usually one, two during a rollout, none between a kill and the next start.</summary>
internal sealed class Processes(World world, OneThread thread, VirtualTime time, int window, int connections, BrokenRule? broken, Random chance)
    : IDisposable
{
    private readonly List<SimulatedProcess> _all = [];
    private readonly List<SimulatedProcess> _alive = [];
    private int _awaited;

    /// <summary>Not killed, and not at their end; oldest first.</summary>
    public IEnumerable<SimulatedProcess> Alive => _alive.Where(process => process.IsAlive);

    /// <summary>Each has all of its connections.</summary>
    public bool AreConnected => world.Endpoint.Bound.Count >= Alive.Count() * connections;

    /// <summary>Some that are to stay, and none is on its way up or down.</summary>
    public bool AreQuiet => _awaited == 0 && Alive.Any() && Alive.All(process => process is { IsStopping: false, IsPaused: false });

    public SimulatedProcess Start()
    {
        _alive.RemoveAll(process => !process.IsAlive);
        var bus = new FaultyBus(world.Bus, world.BusFaults, world.Ledger, time, new Random(chance.Next()));
        var process = new SimulatedProcess(world, thread, time, bus, window, connections, _all.Count + 1, broken, new Random(chance.Next()));
        _all.Add(process);
        _alive.Add(process);
        return process;
    }

    /// <summary>Another life, after so much time.</summary>
    public void StartAfter(TimeSpan delay)
    {
        _awaited++;
        world.After(delay, () =>
        {
            _awaited--;
            Start();
        });
    }

    /// <summary>SIGTERM; it must be over in its time, unless it was paused meanwhile.</summary>
    public void Stop(SimulatedProcess process, bool replace)
    {
        if (process.IsStopping)
            return;
        process.Stop();
        _awaited++;
        // A little more than it may take: the last bytes, and the endpoint's own closing.
        world.After(SimulatedProcess.StopWithin + TimeSpan.FromSeconds(30), () =>
        {
            _awaited--;
            if (process is { IsAlive: true, WasPaused: false })
                world.Ledger.Others.Add(Promise.Settled, $"a stop is not over after {SimulatedProcess.StopWithin} and 30 s");
            if (process.IsAlive)
                process.Kill();
            if (replace)
                Start();
        });
    }

    /// <summary>The rollout is over: the newest stays.</summary>
    public void KeepOne()
    {
        foreach (var older in Alive.SkipLast(1).ToList())
            Stop(older, replace: false);
    }

    /// <exception cref="Exception">What ended a process that should have stayed.</exception>
    public void ThrowIfBroken()
    {
        foreach (var process in _alive)
        {
            if (process.Running.IsFaulted)
                process.Running.GetAwaiter().GetResult();
        }
    }

    public override string ToString() => $"{Alive.Count()} processes, {_awaited} awaited";

    public void Dispose()
    {
        foreach (var process in _all)
            process.Dispose();
    }
}
