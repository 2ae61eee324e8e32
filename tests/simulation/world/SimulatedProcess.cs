using System.Text;
using CcsBridge.Ccs;
using CcsBridge.Connector;
using CcsBridge.Simulation.Faults;
using DeliverySettings = CcsBridge.Delivery.DeliverySettings;

namespace CcsBridge.Simulation;

/// <summary>One life of the connector: the product's bridge of one sender, which can be stopped as by SIGTERM, paused, or killed.</summary>
internal sealed class SimulatedProcess : IDisposable
{
    /// <summary>A member that kills the process that writes it.</summary>
    public const string Killer = "killer";

    /// <summary>What a stop may take.</summary>
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(100);

    private static readonly byte[] KillerBytes = Encoding.UTF8.GetBytes(Killer);

    private readonly World _world;
    private readonly ProcessLife _life;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<SimulatedStream> _streams = [];
    private readonly Random _chance;

    public SimulatedProcess(
        World world, OneThread thread, VirtualTime time, FaultyBus bus, int window, int connections, int number, BrokenRule? broken,
        Random chance)
    {
        (_world, _chance, Bus) = (world, chance, bus);
        _life = new ProcessLife(thread);
        var ccs = new CcsSettings(
            world.Endpoint.Settings.Domain, World.Sender, "key", $"simulated-{number}", window,
            AckTimeout: TimeSpan.FromSeconds(30), PingInterval: TimeSpan.FromSeconds(60), PingTimeout: TimeSpan.FromSeconds(15));
        var promise = new DeliverySettings(World.Sender, "downstream", window, connections, MaxAttempts: 8);
        var cores = broken is { } rule ? BrokenRules.Break(rule, window) : Cores.Own;
        Running = _life.Start(() => new SenderBridge(ccs, keyFile: null, promise, cores, DialAsync, bus, time, chance, new FaultLog(world.Ledger))
            .RunAsync(StopWithin, _stop.Token));
    }

    public FaultyBus Bus { get; }

    public Task Running { get; }

    public bool IsAlive => !_life.IsOver && !Running.IsCompletedSuccessfully;

    public bool IsStopping => _stop.IsCancellationRequested;

    public bool IsPaused => _life.IsPaused;

    public bool WasPaused { get; private set; }

    /// <summary>The connections that still carry bytes, oldest first.</summary>
    public IEnumerable<SimulatedStream> Streams => _streams.Where(stream => stream.IsOpen);

    public void Stop() => _stop.Cancel();

    public void Pause()
    {
        WasPaused = true;
        _life.Pause();
    }

    public void Resume() => _life.Resume();

    /// <summary>The kernel closes its connections; the broker and the endpoint see no more than that.</summary>
    public void Kill()
    {
        _life.End();
        foreach (var stream in Streams.ToList())
            stream.Reset();
        Bus.Die();
    }

    public void Dispose() => _stop.Dispose();

    private Task<Stream> DialAsync(CancellationToken cancel)
    {
        var stream = _world.Endpoint.Dial(Writing);
        _streams.Add(stream);
        return Task.FromResult<Stream>(stream);
    }

    // Dead before its bytes leave, or just after.
    private bool Writing(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.IndexOf(KillerBytes) < 0)
            return true;
        if (_chance.Next(2) == 0)
            Die();
        else
            _world.After(TimeSpan.Zero, Die);
        return IsAlive;
    }

    private void Die()
    {
        if (!IsAlive)
            return;
        _world.Ledger.Killing(Kill);
        if (!IsStopping)
            _world.Processes.StartAfter(TimeSpan.FromSeconds(_chance.Next(1, 10)));
    }
}
