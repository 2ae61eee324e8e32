using CcsBridge.Ccs;
using CcsBridge.Connector;
using CcsBridge.Connector.Dialing;
using CcsBridge.Connector.Settings;
using CcsBridge.Local.Broker;
using CcsBridge.Local.Ccs;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;
using DeliverySettings = CcsBridge.Delivery.DeliverySettings;
using Whereabouts = CcsBridge.Connector.Settings.CcsEndpoint;

namespace CcsBridge.Tests.Bridges;

/// <summary>
/// The product's bridge of one sender in this process, between the emulator and the broker on real sockets: so that a test can come
/// between the promise and its bus.
/// </summary>
internal sealed class BridgeInProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    // Longer than the longest wait of the product on a silent peer.
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(3));
    private readonly CancellationTokenSource _stop = new();
    private readonly IBus _bus;
    private readonly Task _running;

    private BridgeInProcess(CcsEmulator ccs, LocalBroker broker, IBus bus)
    {
        (Ccs, Broker, _bus) = (ccs, broker, bus);
        var dialer = new CcsDialer(new Whereabouts("localhost", ccs.Port, CcsSettings.DocumentedDomain, TlsMode.None, null), TimeProvider.System);
        var settings = new CcsSettings(
            CcsSettings.DocumentedDomain, Bridge.Sender, Bridge.Key, "in-process", Window: 100,
            AckTimeout: TimeSpan.FromSeconds(30), PingInterval: TimeSpan.FromSeconds(60), PingTimeout: TimeSpan.FromSeconds(15));
        var promise = new DeliverySettings(Bridge.Sender, "downstream", Window: 100, Connections: 1, MaxAttempts: 8);
        _running = new SenderBridge(settings, keyFile: null, promise, Cores.Own, dialer.DialAsync, bus, TimeProvider.System, new Random(1), NullLogger.Instance)
            .RunAsync(StopWithin, _stop.Token);
    }

    public CcsEmulator Ccs { get; }

    public LocalBroker Broker { get; }

    /// <summary>A guard against hanging, nothing else.</summary>
    public CancellationToken Deadline => _deadline.Token;

    /// <param name="around">Makes the bus that the promise gets of the real one.</param>
    public static async Task<BridgeInProcess> OpenAsync(Func<IBus, IBus> around)
    {
        var ccs = await CcsEmulator.StartAsync(
            new CcsEmulatorOptions { Endpoint = new EndpointSettings { Senders = [new Sender(Bridge.Sender, Bridge.Key)] }, Tls = false },
            TestContext.Current.CancellationToken);
        var broker = LocalBroker.Start(new BrokerOptions());
        var bus = new AmqpBus(ServiceBusConnectionString.Parse(broker.ConnectionString), TimeProvider.System, new Random(1), _ => { });
        return new BridgeInProcess(ccs, broker, around(bus));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _bus.DisposeAsync();
        await Broker.DisposeAsync();
        await Ccs.DisposeAsync();
        _stop.Dispose();
        _deadline.Dispose();
    }
}
