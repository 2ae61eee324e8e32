using CcsBridge.Local.Processes;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>
/// Runs a built Functions app on this machine as the Azure Functions host does: its custom handler as a child, its <c>serviceBusTrigger</c>
/// and <c>httpTrigger</c> functions, quirks included. Keys are not checked and locks are not renewed; it says so at its start.
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private readonly FunctionsHostOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<ServiceBusTriggerListener> _listeners = [];
    private readonly List<Task> _listening = [];
    private HandlerCalls? _calls;
    private CustomHandler? _handler;
    private HttpDoor? _door;

    private FunctionsHost(FunctionsHostOptions options) => _options = options;

    /// <summary>Where HTTP functions are called, without the route prefix.</summary>
    public Uri Door => _door!.Address;

    /// <summary>The calls for messages that are over, and those to come.</summary>
    public SeenLog<Invocation> Invocations { get; } = new(most: 1000);

    /// <summary>The handler process of this moment; waits while it is being started again.</summary>
    public async Task<ChildProcess> HandlerAsync(CancellationToken cancel) => (await _handler!.ReadyAsync(cancel)).Process;

    /// <summary>Reads the app, starts its handler, opens the door, and listens to every queue and subscription; then it is ready.</summary>
    /// <exception cref="CannotStartException">The app asks for what does not work here; a port is taken; no handler, no broker.</exception>
    public static async Task<FunctionsHost> StartAsync(FunctionsHostOptions options, CancellationToken cancel)
    {
        var host = new FunctionsHost(options);
        try
        {
            await host.OpenAsync(cancel);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets running calls finish for a moment, gives back what was not begun, and ends the handler (SIGTERM first).</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Task.WhenAll(_listening);
        }
        finally
        {
            if (_door is not null)
                await _door.DisposeAsync();
            if (_handler is not null)
                await _handler.DisposeAsync();
            _listeners.ForEach(listener => listener.Dispose());
            _calls?.Dispose();
            _stop.Dispose();
        }
    }

    private async Task OpenAsync(CancellationToken cancel)
    {
        var settings = new AppSettings(_options.Settings);
        var app = FunctionApp.Read(_options.AppFolder, settings);
        var onBus = app.With<Trigger.ServiceBus>()
            .Select(pair => (pair.Function, pair.Trigger, Bus: BusOf(pair.Function, pair.Trigger, settings))).ToList();
        SayWhatDiffers(app);

        // The host's own patience: a minute more than the function has.
        _calls = new HandlerCalls(app.Host.FunctionTimeout + TimeSpan.FromMinutes(1));
        var program = new HandlerProgram(
            app, settings, _calls, line => _options.OnLine(new HostLine(HostLine.Handler, line.Text)), _options.Time);
        _handler = await CustomHandler.StartAsync(program, Say, _options.Time, cancel);
        _door = await HttpDoor.OpenAsync(app, _options.HttpPort, new HttpForwarder(_handler, _calls, _options.OnLine).ForwardAsync, cancel);

        var calls = new MessageCalls(_handler, _calls, _options.OnLine, _options.Time);
        foreach (var (function, trigger, bus) in onBus)
        {
            var listener = new ServiceBusTriggerListener(function, trigger, bus, app.Host.Bus, calls, Invocations, Say, _options.Time);
            _listeners.Add(listener);
            _listening.Add(listener.RunAsync(await listener.OpenFirstAsync(cancel), _stop.Token));
        }
    }

    private static BusAddress BusOf(AppFunction function, Trigger.ServiceBus trigger, AppSettings settings) =>
        BusAddress.Parse(settings.ConnectionString(trigger.Connection, AppFunction.FileOf(function.Name)), trigger.Connection);

    private void SayWhatDiffers(FunctionApp app)
    {
        var keyed = app.With<Trigger.Http>().Where(pair => pair.Trigger.NeedsKey).Select(pair => pair.Function.Name).ToList();
        if (keyed.Count > 0)
            Say($"HTTP is open on this machine: the keys that Azure asks for are not checked ({string.Join(", ", keyed)})");
        if (app.Host.Bus.AsksForLockRenewal && app.With<Trigger.ServiceBus>().Any())
            Say("locks are not renewed on this machine (maxAutoLockRenewalDuration): a call that outlives its message's lock is repeated");
    }

    private void Say(string sentence) => _options.OnLine(new HostLine(HostLine.Host, sentence));
}
