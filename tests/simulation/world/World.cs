using CcsBridge.Local.Broker;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Simulation.Faults;
using BrokerHappening = CcsBridge.Local.Broker.Happening;
using CcsHappening = CcsBridge.Local.Ccs.Endpoint.Happening;
using Entities = CcsBridge.Contracts.Entities;

namespace CcsBridge.Simulation;

/// <summary>
/// The whole bridge on one thread and in virtual time: the product's supervisor, drivers and pure cores between the emulator's
/// endpoint and the broker's engine. The same seed gives the same trace.
/// </summary>
internal sealed class World : IDisposable
{
    public const string Sender = "1234567890";

    /// <summary>Steps without any time passing, from which on it is a loop without end.</summary>
    private const int MostStepsAtOnce = 1_000_000;

    private readonly SynchronizationContext? _outside = SynchronizationContext.Current;
    private readonly OneThread _thread;
    private readonly VirtualTime _time = new();
    private readonly List<Traced> _trace = [];
    private readonly bool _traces;

    public World(int seed, int window = 100, int connections = 1, BrokenRule? broken = null, bool trace = true)
    {
        _traces = trace;
        _thread = new OneThread(seed);
        SynchronizationContext.SetSynchronizationContext(_thread);
        var settings = new EndpointSettings { Senders = [new Sender(Sender, "key")], DownstreamWindow = window };
        Ledger = new Ledger(2 * window * connections, connections, settings.Domain);
        Endpoint = new SimulatedEndpoint(settings, _thread, _time, new Random(seed), Saw);
        Bus = new SimulatedBus(Topology.Load(), _time, Saw);
        Processes = new Processes(this, _thread, _time, window, connections, broken, new Random(seed));
        Processes.Start();
    }

    public SimulatedEndpoint Endpoint { get; }

    public SimulatedBus Bus { get; }

    public BusFaults BusFaults { get; } = new();

    public Ledger Ledger { get; }

    public Processes Processes { get; }

    /// <summary>Everything that the endpoint and the broker saw, in order, with the virtual time and the number of the step.</summary>
    public IReadOnlyList<Traced> Trace => _trace;

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>What the last <see cref="Settle"/> took.</summary>
    public TimeSpan SettledAfter { get; private set; }

    /// <summary>For people: what is not settled.</summary>
    public string UnderWay =>
        $"upstream {(Ledger.Upstream.IsSettled ? "settled" : "unacknowledged")}, {Bus.Engine.Count(Entities.Downstream)}, {Processes}";

    /// <summary>Does something when so much time has passed.</summary>
    public void After(TimeSpan delay, Action step) => _time.CreateTimer(_ => _thread.Post(step), null, delay, Timeout.InfiniteTimeSpan);

    /// <summary>Runs until nothing is under way, and the processes that are to stay do.</summary>
    public bool Settle(TimeSpan within)
    {
        var start = Now;
        var settled = RunUntil(
            () => Processes.AreQuiet && Processes.AreConnected && Ledger.Upstream.IsSettled
                && Bus.Engine.Count(Entities.Downstream) is { Available: 0, Locked: 0, Scheduled: 0 },
            within);
        SettledAfter = SettledAfter > Now - start ? SettledAfter : Now - start;
        return settled;
    }

    /// <summary>False: a process did not come to its end in time.</summary>
    public bool StopAll()
    {
        foreach (var process in Processes.Alive.ToList())
            process.Stop();
        return RunUntil(() => !Processes.Alive.Any(), SimulatedProcess.StopWithin + TimeSpan.FromSeconds(30));
    }

    /// <summary>Runs until it is so; false if nothing is left to run, or so much virtual time has passed.</summary>
    /// <exception cref="InvalidOperationException">Something continued on another thread, or turns without end.</exception>
    public bool RunUntil(Func<bool> so, TimeSpan within)
    {
        var end = Now + within;
        var moved = _thread.Steps;
        while (!so())
        {
            Processes.ThrowIfBroken();
            if (_thread.RunOne())
            {
                if (_thread.Steps - moved > MostStepsAtOnce)
                    throw new InvalidOperationException($"{MostStepsAtOnce} steps at {Now:HH:mm:ss.fff}, and time does not pass");
                continue;
            }

            if (!_time.MoveOn(end))
                return so();
            moved = _thread.Steps;
        }

        return true;
    }

    public void Note(object happening)
    {
        if (_traces)
            _trace.Add(new Traced(_thread.Steps, Now, happening));
    }

    public void Dispose()
    {
        SynchronizationContext.SetSynchronizationContext(_outside);
        Processes.Dispose();
    }

    private void Saw(CcsHappening happening)
    {
        Note(happening);
        Ledger.Saw(happening);
    }

    private void Saw(BrokerHappening happening)
    {
        Note(happening);
        Ledger.Saw(happening);
    }
}
