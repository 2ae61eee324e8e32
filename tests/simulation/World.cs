using System.Globalization;
using CcsBridge.Ccs;
using CcsBridge.Connector;
using CcsBridge.Local.Broker;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;
using DeliverySettings = CcsBridge.Delivery.DeliverySettings;
using Happening = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Simulation;

/// <summary>
/// The whole bridge on one thread and in virtual time: the product's supervisor, drivers and pure cores between the emulator's
/// endpoint and the broker's engine. The same seed gives the same trace.
/// </summary>
internal sealed class World : IDisposable
{
    public const string Sender = "1234567890";

    private readonly CancellationTokenSource _stop = new();
    private readonly SynchronizationContext? _outside = SynchronizationContext.Current;
    private readonly OneThread _thread;
    private readonly VirtualTime _time = new();
    private readonly SenderBridge _bridge;
    private readonly List<string> _trace = [];

    public World(int seed)
    {
        _thread = new OneThread(seed);
        SynchronizationContext.SetSynchronizationContext(_thread);
        var settings = new EndpointSettings { Senders = [new Sender(Sender, "key")] };
        Endpoint = new SimulatedEndpoint(settings, _thread, _time, new Random(seed), Saw);
        Bus = new SimulatedBus(Topology.Load(), _time, Saw);
        Bus.Confirmed += Ledger.Confirmed;
        _bridge = new SenderBridge(
            new CcsSettings(settings.Domain, Sender, "key", "simulated", 100, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(15)),
            new DeliverySettings(Sender, "downstream", 100, 1, 8),
            Endpoint.DialAsync, Bus, _time, new Random(seed), NullLogger.Instance);
        Running = _bridge.RunAsync(TimeSpan.FromSeconds(100), _stop.Token);
    }

    public SimulatedEndpoint Endpoint { get; }

    public SimulatedBus Bus { get; }

    public Ledger Ledger { get; } = new();

    public Task Running { get; }

    /// <summary>Everything that the endpoint and the broker saw, in order, with the virtual time and the number of the step.</summary>
    public IReadOnlyList<string> Trace => _trace;

    public DateTimeOffset Now => _time.GetUtcNow();

    public long Steps => _thread.Steps;

    /// <summary>Puts a message on a queue, as an app does.</summary>
    public void Put(string queue, BusMessage message) => _ = Bus.SendAsync(queue, message, CancellationToken.None);

    public void Stop() => _stop.Cancel();

    /// <summary>Runs until it is so; false if nothing is left to run, or so much virtual time has passed.</summary>
    public bool RunUntil(Func<bool> so, TimeSpan within)
    {
        var end = Now + within;
        while (!so())
        {
            if (Running.IsFaulted)
                Running.GetAwaiter().GetResult();
            if (!_thread.RunOne() && !_time.MoveOn(end))
                return so();
        }

        return true;
    }

    public void Dispose()
    {
        SynchronizationContext.SetSynchronizationContext(_outside);
        _stop.Dispose();
    }

    private void Saw(Happening happening)
    {
        if (happening is Happening.UpstreamAcked acked)
            Ledger.Acked(acked.From, acked.MessageId);
        Note(happening);
    }

    private void Saw(Local.Broker.Happening happening) => Note(happening);

    private void Note(object happening) =>
        _trace.Add(string.Create(CultureInfo.InvariantCulture, $"{_thread.Steps} {Now:HH:mm:ss.fff} {happening}"));
}
