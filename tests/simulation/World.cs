using System.Globalization;
using CcsBridge.Local.Broker;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.ServiceBus;
using CcsBridge.Simulation.Faults;
using Happening = CcsBridge.Local.Ccs.Endpoint.Happening;

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
    private readonly int _window;
    private readonly Random _chance;
    private readonly List<ITimer> _appointments = [];
    private readonly List<SimulatedProcess> _processes = [];
    private readonly List<string> _trace = [];

    public World(int seed, int window = 100)
    {
        _window = window;
        _chance = new Random(seed);
        _thread = new OneThread(seed);
        SynchronizationContext.SetSynchronizationContext(_thread);
        Ledger = new Ledger(2 * window);
        var settings = new EndpointSettings { Senders = [new Sender(Sender, "key")], DownstreamWindow = window };
        Endpoint = new SimulatedEndpoint(settings, _thread, _time, new Random(seed), Saw);
        Bus = new SimulatedBus(Topology.Load(), _time, Saw);
        Process = StartProcess();
    }

    public SimulatedEndpoint Endpoint { get; }

    public SimulatedBus Bus { get; }

    public BusFaults BusFaults { get; } = new();

    public Ledger Ledger { get; }

    /// <summary>The connector's present life, or its last.</summary>
    public SimulatedProcess Process { get; private set; }

    /// <summary>Everything that the endpoint and the broker saw, in order, with the virtual time and the number of the step.</summary>
    public IReadOnlyList<string> Trace => _trace;

    public DateTimeOffset Now => _time.GetUtcNow();

    public long Steps => _thread.Steps;

    /// <summary>Puts a message on a queue, as an app does.</summary>
    public void Put(string queue, BusMessage message)
    {
        Ledger.Downstream.Put(message.MessageId!);
        _ = Bus.SendAsync(queue, message, CancellationToken.None);
    }

    /// <summary>Another life of the connector.</summary>
    public SimulatedProcess StartProcess()
    {
        var bus = new FaultyBus(Bus, BusFaults, Ledger, _time, new Random(_chance.Next()));
        _processes.Add(Process = new SimulatedProcess(_thread, _time, Endpoint, bus, _window, new Random(_chance.Next())));
        return Process;
    }

    /// <summary>Does something when so much time has passed.</summary>
    public void After(TimeSpan delay, Action step) =>
        _appointments.Add(_time.CreateTimer(_ => _thread.Post(step), null, delay, Timeout.InfiniteTimeSpan));

    /// <summary>Runs until it is so; false if nothing is left to run, or so much virtual time has passed.</summary>
    /// <exception cref="InvalidOperationException">Something continued on another thread, or turns without end.</exception>
    public bool RunUntil(Func<bool> so, TimeSpan within)
    {
        var end = Now + within;
        var moved = Steps;
        while (!so())
        {
            if (Process.Running.IsFaulted)
                Process.Running.GetAwaiter().GetResult();
            if (_thread.RunOne())
            {
                if (Steps - moved > MostStepsAtOnce)
                    throw new InvalidOperationException($"{MostStepsAtOnce} steps at {Now:HH:mm:ss.fff}, and time does not pass");
                continue;
            }

            if (!_time.MoveOn(end))
                return so();
            moved = Steps;
        }

        return true;
    }

    public void Note(object happening) =>
        _trace.Add(string.Create(CultureInfo.InvariantCulture, $"{_thread.Steps} {Now:HH:mm:ss.fff} {happening}"));

    public void Dispose()
    {
        SynchronizationContext.SetSynchronizationContext(_outside);
        foreach (var process in _processes)
            process.Dispose();
    }

    private void Saw(Happening happening)
    {
        Note(happening);
        Ledger.Saw(happening);
    }

    private void Saw(Local.Broker.Happening happening)
    {
        Note(happening);
        Ledger.Saw(happening);
    }
}
