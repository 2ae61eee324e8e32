using CcsBridge.Ccs;
using CcsBridge.Connector;
using CcsBridge.Simulation.Faults;
using Microsoft.Extensions.Logging.Abstractions;
using DeliverySettings = CcsBridge.Delivery.DeliverySettings;

namespace CcsBridge.Simulation;

/// <summary>One life of the connector: the product's bridge of one sender, which can be stopped as by SIGTERM, or killed.</summary>
internal sealed class SimulatedProcess : IDisposable
{
    /// <summary>What a stop may take.</summary>
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(100);

    private readonly ProcessLife _life;
    private readonly SimulatedEndpoint _endpoint;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<SimulatedStream> _streams = [];

    public SimulatedProcess(OneThread thread, VirtualTime time, SimulatedEndpoint endpoint, FaultyBus bus, int window, Random chance)
    {
        _life = new ProcessLife(thread);
        _endpoint = endpoint;
        Bus = bus;
        Running = _life.Start(() => new SenderBridge(
            new CcsSettings(
                endpoint.Settings.Domain, World.Sender, "key", "simulated", window,
                AckTimeout: TimeSpan.FromSeconds(30), PingInterval: TimeSpan.FromSeconds(60), PingTimeout: TimeSpan.FromSeconds(15)),
            new DeliverySettings(World.Sender, "downstream", window, Connections: 1, MaxAttempts: 8),
            DialAsync, bus, time, chance, NullLogger.Instance).RunAsync(StopWithin, _stop.Token));
    }

    public FaultyBus Bus { get; }

    public Task Running { get; }

    public bool IsKilled => _life.IsOver;

    public bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>The connections that still carry bytes, oldest first.</summary>
    public IEnumerable<SimulatedStream> Streams => _streams.Where(stream => stream.IsOpen);

    public void Stop() => _stop.Cancel();

    /// <summary>The kernel closes its connections; the broker and the endpoint see no more than that.</summary>
    public void Kill()
    {
        _life.End();
        foreach (var stream in Streams)
            stream.Reset();
        Bus.Die();
    }

    public void Dispose() => _stop.Dispose();

    private Task<Stream> DialAsync(CancellationToken cancel)
    {
        var stream = _endpoint.Dial();
        _streams.Add(stream);
        return Task.FromResult<Stream>(stream);
    }
}
