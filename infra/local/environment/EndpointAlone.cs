using CcsBridge.Local.Ccs;

namespace CcsBridge.Local.Environments;

/// <summary>The CCS endpoint with its phones and nothing else: something for other people's clients to be pointed at.</summary>
internal static class EndpointAlone
{
    /// <summary>Runs until it is stopped.</summary>
    public static async Task RunAsync(LocalArguments arguments, Screen screen, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("ccsbridge-").FullName;
        try
        {
            await using var ccs = await CcsEmulator.StartAsync(LocalEnvironment.EndpointOptions(arguments, folder), stop);
            foreach (var line in Whereabouts(ccs))
                screen.Say(line);
            await Task.Delay(Timeout.Infinite, stop);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Whereabouts(CcsEmulator ccs) =>
    [
        "The CCS endpoint alone, with simulated phones. Ctrl+C stops it.",
        "",
        $"  endpoint      127.0.0.1:{ccs.Port} (TLS from the first byte, no STARTTLS)",
        $"  certificate   {ccs.CertificatePath} (trust it; it names localhost and 127.0.0.1)",
        $"  login         SASL PLAIN, user {LocalEnvironment.Sender}@gcm.googleapis.com, password {LocalEnvironment.ApiKey}",
        $"  phones        {ccs.DoorUri}phones",
        "",
        "Install an app on a phone, let it say something, read what it got:",
        "",
        $"  curl -X PUT {ccs.DoorUri}phones/anna",
        $"  curl -X POST {ccs.DoorUri}phones/anna/send -d '{{\"k\":\"v\"}}'",
        $"  curl {ccs.DoorUri}phones/anna/inbox",
        "",
    ];
}
