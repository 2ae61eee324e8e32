using System.Net.Sockets;
using CcsBridge.Connector.Settings;
using CcsBridge.ServiceBus;
using Microsoft.AspNetCore.Connections;

namespace CcsBridge.Connector;

/// <summary>The process around the bridge: what a person sees when something about its start is wrong, and the exit code.</summary>
internal static class ConnectorProcess
{
    public const int Stopped = 0;
    public const int Faulted = 1;
    public const int SettingsRefused = 2;
    public const int PortInUse = 3;

    public const string Help = """
        CcsBridge connector: keeps the XMPP connection to a Cloud Connection Server open and bridges it to Azure Service Bus.

        usage: CcsBridge.Connector [--help] [--SECTION:NAME=VALUE ...]

        Settings come from appsettings.json, the environment (Ccs__Host ...) and the command line (--Ccs:Host=...):
          Ccs:Host                  the endpoint (no default)
          Ccs:Port                  5235
          Ccs:Domain                gcm.googleapis.com
          Ccs:Tls                   Direct; None only for a loopback address
          Ccs:TrustedCertificate    a PEM file, trusted instead of the system's roots
          Ccs:Proxy                 an HTTP proxy, http://host:port or http://user:password@host:port; only with Direct
          Ccs:Senders:0:Id          a sender (1, 2, ... for more), its ...
          Ccs:Senders:0:ApiKey      ... server key, or in its place ...
          Ccs:Senders:0:ApiKeyFile  ... a file that holds it and is watched: a new key is used without a restart; and ...
          Ccs:Senders:0:Queue       ... queue: downstream for the first, downstream-{Id} for the others
          Ccs:Connections           1 session of each sender, up to 10
          Ccs:Window                100 unanswered downstream messages on each
          Ccs:MaxAttempts           8 sends of one message
          Ccs:AckTimeout            00:00:30
          Ccs:PingInterval          00:01:00
          Ccs:PingTimeout           00:00:15
          Ccs:StopWithin            00:01:40 for a stop to bring things to their end
          Ccs:LogStanzas            false; true shows every stanza on the screen, in Development only (DOTNET_ENVIRONMENT)
          ServiceBus:ConnectionString
          Health:Port               8080: /health/startup, /health/live, /health/ready

        exit codes: 0 stopped as asked; 1 a fault; 2 a setting is wrong; 3 the health port is in use
        """;

    public static async Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.WriteLine(Help);
            return Stopped;
        }

        try
        {
            await using var app = build(args);
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (SettingsRefusedException refused)
        {
            Console.Error.WriteLine($"The connector does not start: {refused.Faults.Count} setting(s) to correct.");
            foreach (var fault in refused.Faults)
                Console.Error.WriteLine($"  {fault}");
            return SettingsRefused;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or SocketException)
        {
            Console.Error.WriteLine($"The connector does not start: its health port is in use ({e.Message}) Set Health:Port (environment: Health__Port) to a free one.");
            return PortInUse;
        }
    }

    /// <summary>The process's parts, each a noun of the architecture.</summary>
    public static WebApplicationBuilder Parts(string[] args, TimeProvider time, Random chance)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var settings = SettingsReader.Read(builder.Configuration, builder.Environment.IsDevelopment());
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(settings.HealthPort));
        builder.Services.AddSingleton(settings).AddSingleton(time).AddSingleton(chance);
        builder.Services.AddSingleton<IBus>(services => new AmqpBus(
            settings.Bus, time, chance, notice => Log.BusNoticed(services.GetRequiredService<ILogger<AmqpBus>>(), notice)));
        builder.Services.AddSingleton<Bridges>().AddHostedService(services => services.GetRequiredService<Bridges>());
        builder.Services.AddSingleton<Health>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Timing.StopWithin + TimeSpan.FromSeconds(10));
        return builder;
    }
}
