using System.Diagnostics.Metrics;
using System.Net;
using Azure.Data.Tables;
using CcsBridge.Contracts;
using CcsBridge.Functions.HostProtocol;
using CcsBridge.Functions.Processors;
using CcsBridge.Functions.Registrations;
using CcsBridge.ServiceBus;

namespace CcsBridge.Functions;

/// <summary>The web application: a door per function, on 127.0.0.1 alone. What the host does not forward nobody reaches.</summary>
internal static class FunctionsApp
{
    /// <summary>The bus is the app's: it is closed with it. What it has to tell goes to the log.</summary>
    public static WebApplication Build(
        Settings settings, Func<Action<BusNotice>, IBus> openBus, TimeProvider time, Random jitter, Func<string> newId)
    {
        // Empty: nothing but our own settings decides where it listens.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = HostCall.LargestBody;
            kestrel.Listen(IPAddress.Loopback, settings.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(services => openBus(OurLog(services).BusNoticed));
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Microsoft", LogLevel.Warning);

        var app = builder.Build();
        Map(app, settings, time, jitter, newId);
        return app;
    }

    private static void Map(WebApplication app, Settings settings, TimeProvider time, Random jitter, Func<string> newId)
    {
        var log = OurLog(app.Services);
        var stopping = app.Lifetime.ApplicationStopping;
        var unknownActions = app.Services.GetRequiredService<IMeterFactory>().Create("CcsBridge.Functions")
            .CreateCounter<long>("ccsbridge.functions.unknown_actions");
        var registrations = new RegistrationTable(Storage(settings));
        var downstream = new DownstreamQueues(app.Services.GetRequiredService<IBus>(), settings.Senders);
        var retry = new OutageRetry(time, jitter, log);

        // The host asks this once to know that the process is ready; any answer will do.
        app.MapGet("/", (HttpContext context) => context.Response.WriteAsync("CcsBridge Functions\n"));

        var upstream = new UpstreamMessageFunction(
            ProcessorTable.BuiltIn(settings, registrations), new Unhandled(unknownActions, log), downstream, log);
        app.MapEvents(new EventFunction("UpstreamMessage", [
            EventRoute.To(EventType.Message, ContractsJson.Bus.UpstreamMessageEvent, upstream.RunAsync),
        ], retry, log), stopping);

        var outcome = new DeliveryOutcomeFunction(registrations);
        app.MapEvents(new EventFunction("DeliveryOutcome", [
            EventRoute.To(EventType.Rejected, ContractsJson.Bus.DownstreamRejectedEvent, outcome.RejectedAsync),
            EventRoute.Ignore(EventType.Accepted),
        ], retry, log), stopping);

        var send = new SendMessageEndpoint(
            new SendMessageFunction(registrations, settings.Senders, downstream), new SendRequestReader(settings.Senders),
            retry, time, newId, log);
        app.MapPost("/api/messages", (HttpContext context) => send.AnswerAsync(context, stopping));

        app.Lifetime.ApplicationStarted.Register(() =>
            log.Started(settings.Senders.Ids.Count, settings.AllowUnverified, settings.Development));
    }

    private static ILogger OurLog(IServiceProvider services) =>
        services.GetRequiredService<ILoggerFactory>().CreateLogger("CcsBridge.Functions");

    // Retries are the invocation's (OutageRetry): one clock and one bound for storage and bus.
    private static TableServiceClient Storage(Settings settings)
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(15);
        return new TableServiceClient(settings.Tables, options);
    }
}
