using System.Diagnostics;
using CcsBridge.Simulation.Faults;

namespace CcsBridge.Simulation;

/// <summary>Looks for the shortest schedule that still breaks a promise, by leaving out ever smaller parts (delta debugging).</summary>
internal sealed class Shrinking(BrokenRule? broken, TimeSpan within, TextWriter output)
{
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _told;

    public Schedule Shrink(Schedule broken)
    {
        var (shortest, parts) = (broken, 2);
        while (parts <= shortest.Appointments.Count && _watch.Elapsed < within)
        {
            if (WithoutOne(shortest, parts) is { } shorter)
                (shortest, parts) = (shorter, Math.Max(2, parts - 1));
            else if (parts == shortest.Appointments.Count)
                break;
            else
                parts = Math.Min(2 * parts, shortest.Appointments.Count);
            Tell(shortest);
        }

        return shortest;
    }

    private Schedule? WithoutOne(Schedule schedule, int parts)
    {
        var size = (schedule.Appointments.Count + parts - 1) / parts;
        foreach (var part in schedule.Appointments.Chunk(size))
        {
            if (_watch.Elapsed > within)
                return null;
            var left = schedule.Keep(schedule.Appointments.Except(part).Select(appointment => appointment.Number).ToHashSet());
            if (FaultyRun.Run(left, broken).Violations.Count > 0)
                return left;
        }

        return null;
    }

    private void Tell(Schedule schedule)
    {
        if (_watch.Elapsed - _told < Progress)
            return;
        _told = _watch.Elapsed;
        output.WriteLine($"{_told.TotalSeconds,6:0} s  shrinking: {schedule.Appointments.Count} appointments left");
    }
}
