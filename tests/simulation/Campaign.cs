using System.Diagnostics;

namespace CcsBridge.Simulation;

/// <summary>Many seeds, one after the other, with a line of progress; a failing one is shrunk; a table at the end.</summary>
internal sealed class Campaign(CampaignOptions options, TextWriter output)
{
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShrinkWithin = TimeSpan.FromMinutes(2);

    /// <summary>So many broken seeds are enough.</summary>
    private const int MostBroken = 3;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Totals _totals = new();
    private TimeSpan _told;

    /// <summary>0: every promise was kept; 1: not.</summary>
    public int Run()
    {
        for (var seed = options.Seed; Goes(seed); seed++)
        {
            var schedule = Schedule.Of(seed, options.Messages, options.Faults);
            if (options.Keep is { } kept)
                schedule = schedule.Keep(kept);
            var result = FaultyRun.Run(schedule, options.Break, options.Trace);
            _totals.Add(schedule, result);
            foreach (var seen in result.Trace)
                output.WriteLine(seen);
            if (result.Violations.Count > 0)
                Tell(schedule, result);
            else
                TellProgress();
        }

        _totals.Write(output, _watch.Elapsed);
        return _totals.Broken.Count == 0 ? 0 : 1;
    }

    private bool Goes(int seed) =>
        _totals.Broken.Count < MostBroken
        && (options.Trace || options.Keep is not null ? seed == options.Seed
            : options.For is { } length ? _watch.Elapsed < length
            : seed - options.Seed < options.Seeds);

    private void TellProgress()
    {
        if (_watch.Elapsed - _told < Progress)
            return;
        _told = _watch.Elapsed;
        output.WriteLine(
            $"{_told.TotalSeconds,6:0} s  {_totals.Seeds} seeds, {_totals.Messages} messages, {_totals.Messages / _told.TotalSeconds:0} messages/s, {_totals.Broken.Count} broken");
    }

    private void Tell(Schedule schedule, RunResult result)
    {
        output.WriteLine($"seed {schedule.Seed} --messages {options.Messages} --faults {options.Faults}: {result.Violations.Count} violation(s)");
        foreach (var violation in result.Violations.Take(5))
            output.WriteLine($"  {violation}");
        if (options.Keep is not null || options.Trace)
            return;
        var shortest = new Shrinking(options.Break, ShrinkWithin, output).Shrink(schedule);
        output.WriteLine($"the shortest schedule found, window {shortest.Window}, {shortest.Connections} connection(s):");
        foreach (var appointment in shortest.Appointments.OrderBy(appointment => appointment.At).Take(100))
            output.WriteLine(appointment);
        foreach (var violation in FaultyRun.Run(shortest, options.Break).Violations.Take(3))
            output.WriteLine($"  {violation}");
        var numbers = string.Join(',', shortest.Appointments.Select(appointment => appointment.Number));
        output.WriteLine($"again: --seed {schedule.Seed} --messages {options.Messages} --faults {options.Faults} --keep {numbers}");
    }
}
