using System.Diagnostics;
using CcsBridge.Simulation.Faults;

namespace CcsBridge.Simulation;

/// <summary>What all seeds of a campaign came to.</summary>
internal sealed class Totals
{
    private readonly SortedDictionary<FaultKind, long> _faults = [];
    private long _lost, _early, _unaccounted, _expired, _twofold;
    private int _company, _mostSent, _mostSentEnder, _mostEnderHits, _mostHeld;
    private TimeSpan _longest;

    public int Seeds { get; private set; }

    public long Messages { get; private set; }

    public List<int> Broken { get; } = [];

    public void Add(Schedule schedule, RunResult result)
    {
        var (up, down) = (result.Ledger.Upstream, result.Ledger.Downstream);
        Seeds++;
        Messages += schedule.Appointments.Count(appointment => appointment.What != Deed.Plant);
        foreach (var fault in schedule.Appointments.Where(appointment => appointment.What == Deed.Plant))
            _faults[fault.Fault!.Value] = _faults.GetValueOrDefault(fault.Fault.Value) + 1;
        (_lost, _early) = (_lost + up.Lost, _early + up.Early);
        (_unaccounted, _expired, _twofold) = (_unaccounted + down.Unaccounted, _expired + down.Expired, _twofold + down.ToldTwofold);
        _mostSent = Math.Max(_mostSent, down.MostSent);
        _mostSentEnder = Math.Max(_mostSentEnder, down.MostSentEnder);
        _mostEnderHits = Math.Max(_mostEnderHits, down.MostEnderHits);
        _company = Math.Max(_company, down.MostEndsInCompany);
        _mostHeld = Math.Max(_mostHeld, result.Ledger.MostHeldPercent);
        _longest = result.SettledAfter > _longest ? result.SettledAfter : _longest;
        if (result.Violations.Count > 0)
            Broken.Add(schedule.Seed);
    }

    public void Write(TextWriter output, TimeSpan elapsed)
    {
        using var process = Process.GetCurrentProcess();
        output.WriteLine($"{Seeds} seeds, {Messages} messages, {_faults.Values.Sum()} faults in {elapsed:hh\\:mm\\:ss}, {Messages / elapsed.TotalSeconds:0} messages/s");
        output.WriteLine($"faults: {string.Join(", ", _faults.Select(entry => $"{entry.Key} {entry.Value}"))}");
        output.WriteLine($"lost {_lost}, acknowledged early {_early}, unaccounted {_unaccounted}; expired in the queue {_expired}, told twofold {_twofold}");
        output.WriteLine($"most sends of one message {_mostSent}, of one that ends sessions or processes {_mostSentEnder}; most ends of sessions that one message suffered from those {_mostEnderHits}, most in company {_company}");
        output.WriteLine($"longest time to settle after the last fault {_longest:hh\\:mm\\:ss}; most held {_mostHeld} % of what may be; memory high-water {process.PeakWorkingSet64 >> 20} MiB");
        output.WriteLine(Broken.Count == 0 ? "every promise was kept" : $"BROKEN: seeds {string.Join(", ", Broken)}");
    }
}
