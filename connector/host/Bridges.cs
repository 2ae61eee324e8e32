using CcsBridge.Ccs;
using CcsBridge.Connector.Dialing;
using CcsBridge.Connector.Sessions;
using CcsBridge.Connector.Settings;
using CcsBridge.Delivery;
using CcsBridge.ServiceBus;

namespace CcsBridge.Connector;

/// <summary>All senders, run as one: the process lives as long as they do, and a stop is over when each has come to its end.</summary>
internal sealed class Bridges : BackgroundService
{
    private readonly ConnectorSettings _settings;
    private readonly IBus _bus;
    private readonly ILogger _log;

    public Bridges(ConnectorSettings settings, IBus bus, TimeProvider time, Random chance, ILogger<Bridges> log)
    {
        (_settings, _bus, _log) = (settings, bus, log);
        var dialer = new CcsDialer(settings.Endpoint, time);
        var resource = $"ccsbridge-{Environment.MachineName}-{Environment.ProcessId}-{time.GetUtcNow().ToUnixTimeMilliseconds():x}";
        var cores = settings.LogStanzas ? StanzaLog.Around(Cores.Own, new StanzaScreen(Console.Out, inColour: !Console.IsOutputRedirected)) : Cores.Own;
        Senders = [.. settings.Senders.Select(sender => new SenderBridge(
            Ccs(sender, resource), sender.ApiKeyFile, Promise(sender), cores, dialer.DialAsync, bus, time, new Random(chance.Next()), log))];
    }

    public IReadOnlyList<SenderBridge> Senders { get; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Log.Started(_log, Senders.Count, _settings.Endpoint.Host, _settings.Endpoint.Port, _settings.HealthPort);
        if (_settings.LogStanzas)
            Log.StanzasAreShown(_log);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        foreach (var sender in Senders)
            sender.State.BecameFaulted += () => EndIfAllFaulted(ending);
        using var asked = stoppingToken.Register(() => Log.Stopping(_log, _settings.Timing.StopWithin));
        try
        {
            await Task.WhenAll(Senders.Select(sender => sender.RunAsync(_settings.Timing.StopWithin, ending.Token)));
        }
        catch
        {
            // The host ends with us and would say 0.
            Environment.ExitCode = ConnectorProcess.Faulted;
            throw;
        }

        await _bus.DisposeAsync();
        Log.Stopped(_log);
        if (!stoppingToken.IsCancellationRequested)
            throw new InvalidOperationException("every sender is faulted");
    }

    // One bad sender never stops the others.
    private void EndIfAllFaulted(CancellationTokenSource ending)
    {
        if (!Senders.All(sender => sender.State.IsFaulted))
            return;
        Log.AllFaulted(_log);
        Environment.ExitCode = ConnectorProcess.Faulted;
        ending.Cancel();
    }

    private CcsSettings Ccs(SenderSettings sender, string resource) => new(
        _settings.Endpoint.Domain, sender.Id, sender.ApiKey, resource, _settings.Timing.Window,
        _settings.Timing.AckTimeout, _settings.Timing.PingInterval, _settings.Timing.PingTimeout);

    private DeliverySettings Promise(SenderSettings sender) =>
        new(sender.Id, sender.Queue, _settings.Timing.Window, _settings.Timing.Connections, _settings.Timing.MaxAttempts);
}
