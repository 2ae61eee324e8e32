namespace CcsBridge.Simulation.Faults;

/// <summary>What befalls whole processes.</summary>
internal sealed class ProcessFaults(World world)
{
    /// <summary>More at once would be no rollout.</summary>
    private const int MostAtOnce = 3;

    public void Plant(FaultKind kind, Random chance)
    {
        if (Any(chance) is not { } process)
            return;
        switch (kind)
        {
            case FaultKind.ProcessKilled:
                process.Kill();
                world.Processes.StartAfter(PlantedFaults.Seconds(chance, 0, 120));
                break;
            case FaultKind.ProcessStopped:
                world.Processes.Stop(process, replace: true);
                break;
            case FaultKind.ProcessPaused:
                process.Pause();
                world.After(PlantedFaults.Seconds(chance, 1, 600), process.Resume);
                break;
            case FaultKind.TwoProcesses when world.Processes.Alive.Count() < MostAtOnce:
                world.Processes.Start();
                world.After(PlantedFaults.Seconds(chance, 1, 300), () => End(process, killed: chance.Next(3) == 0));
                break;
            case FaultKind.TwoProcesses:
                break;
            default:
                throw new InvalidOperationException($"nobody plants {kind}");
        }
    }

    private SimulatedProcess? Any(Random chance)
    {
        var alive = world.Processes.Alive.Where(process => process is { IsStopping: false, IsPaused: false }).ToList();
        return alive.Count == 0 ? null : alive[chance.Next(alive.Count)];
    }

    // The last of them is never ended without a successor.
    private void End(SimulatedProcess process, bool killed)
    {
        if (process is { IsAlive: false } or { IsStopping: true })
            return;
        var alone = world.Processes.Alive.Count(other => !other.IsStopping) == 1;
        if (!killed)
        {
            world.Processes.Stop(process, replace: alone);
            return;
        }

        process.Kill();
        if (alone)
            world.Processes.StartAfter(TimeSpan.FromSeconds(5));
    }
}
