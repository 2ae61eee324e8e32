using System.Globalization;
using CcsBridge.Benchmarks.Relays;
using CcsBridge.ServiceBus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CcsBridge.Benchmarks.Parts;

/// <summary>The relay as a process: its settings come as words, in the order of <see cref="Words"/>.</summary>
internal static class RelayPart
{
    public static IReadOnlyList<string> Words(RelaySettings settings, int door) =>
    [
        settings.Port.ToString(CultureInfo.InvariantCulture), settings.CertificatePath, settings.SenderId, settings.Key,
        settings.Queue, settings.Window.ToString(CultureInfo.InvariantCulture), settings.Bus, door.ToString(CultureInfo.InvariantCulture),
    ];

    public static async Task RunAsync(string[] words)
    {
        var settings = new RelaySettings(Number(words[0]), words[1], words[2], words[3], words[4], Number(words[5]), words[6]);
        await using var door = Door(Number(words[7]));
        await door.StartAsync();
        await using var bus = new AmqpBus(ServiceBusConnectionString.Parse(settings.Bus), TimeProvider.System, new Random(), _ => { });
        await new Relay(settings, bus).RunAsync(CancellationToken.None);
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private static WebApplication Door(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        Allocations.Map(app);
        return app;
    }
}
