using CcsBridge.Ccs;
using CcsBridge.Connector.Deliveries;
using CcsBridge.Connector.Sessions;
using CcsBridge.Delivery;
using CcsBridge.ServiceBus;

namespace CcsBridge.Connector;

/// <summary>One sender: its promise, and the connections that are kept alive for it. Built first, then run.</summary>
internal sealed class SenderBridge
{
    private readonly DeliveryDriver _delivery;
    private readonly SenderKey _key;
    private readonly IReadOnlyList<(CcsConnection Connection, ConnectionSupervisor Supervisor)> _connections;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private int _sessions;

    public SenderBridge(
        CcsSettings ccs, string? keyFile, DeliverySettings promise, Cores cores, Dial dial, IBus bus, TimeProvider time, Random chance, ILogger log)
    {
        _time = time;
        _log = log;
        State = new SenderState(promise.SenderId, promise.Connections);
        var core = new SenderDelivery(promise, chance);
        _delivery = new DeliveryDriver(core, cores.Delivery(core), promise, bus, time, log);
        _key = new SenderKey(promise.SenderId, ccs.ApiKey, keyFile, time, log);
        _connections = [.. State.Connections.Select((state, index) => Connect(dial, Numbered(ccs, index + 1), cores, state, new Random(chance.Next())))];
    }

    public SenderState State { get; }

    public bool BusIsOpen => _delivery.BusIsOpen;

    /// <summary>Why events or copies of this sender are held; null: none are.</summary>
    public string? HeldBecause => _delivery.HeldBecause;

    public long Turns => _delivery.Turns;

    public void Nudge() => _delivery.Nudge();

    /// <summary>Runs until <paramref name="stop"/>, then brings to its end what is under way, within <paramref name="stopWithin"/>.</summary>
    public async Task RunAsync(TimeSpan stopWithin, CancellationToken stop)
    {
        using var closeSessions = new CancellationTokenSource();
        using var endDelivery = new CancellationTokenSource();
        var delivery = _delivery.RunAsync(endDelivery.Token);
        var key = _key.WatchAsync(closeSessions.Token);
        var sessions = Task.WhenAll(_connections.Select(connection => RunAsync(connection.Connection, connection.Supervisor, closeSessions.Token)));
        try
        {
            // Neither ends by itself unless it is broken; then awaiting it says how.
            var first = await Task.WhenAny(AskedAsync(stop), delivery, sessions);
            await first;
            if (!await _delivery.StopAsync(stopWithin))
                Log.StoppedUnsettled(_log, State.SenderId, stopWithin);
        }
        finally
        {
            closeSessions.Cancel();
            await sessions;
            await key;
            endDelivery.Cancel();
            await delivery;
        }
    }

    private (CcsConnection Connection, ConnectionSupervisor Supervisor) Connect(
        Dial dial, CcsSettings ccs, Cores cores, ConnectionState state, Random chance)
    {
        var connection = new CcsConnection(dial, ccs, _key, NextSession, cores, _delivery, state, _time, chance, _log);
        var sooner = _key.MayChange ? connection.KeyChangedAsync : (Func<CancellationToken, Task>?)null;
        return (connection, new ConnectionSupervisor(connection.LiveAsync, sooner, state, _time, chance, _log));
    }

    // Connections must not take each other's place.
    private CcsSettings Numbered(CcsSettings ccs, int connection) =>
        State.Connections.Count == 1 ? ccs : ccs with { Resource = $"{ccs.Resource}-{connection}" };

    private static async Task RunAsync(CcsConnection connection, ConnectionSupervisor supervisor, CancellationToken stop)
    {
        await supervisor.RunAsync(stop);
        await connection.EndAsync();
    }

    private SessionId NextSession() => new(Interlocked.Increment(ref _sessions));

    // Awaited here and not in WhenAny: there, what is to continue asynchronously continues on the thread pool, outside of any simulation.
    private static async Task AskedAsync(CancellationToken stop)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var asking = stop.Register(() => asked.TrySetResult());
        await asked.Task;
    }
}
