using System.Diagnostics;
using System.Runtime.CompilerServices;
using CcsBridge.Local.Ccs;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Interop.Slixmpp;

/// <summary>The emulator against an XMPP library that none of us wrote: Debian's python3-slixmpp, which <c>tests/interop/run</c> installs.</summary>
public sealed class SlixmppTests
{
    private const string Python = "/usr/bin/python3";

    // Explicit: dotnet test installs nothing outside of the checkout.
    [Fact(Explicit = true)]
    public async Task Slixmpp_logs_in_acks_and_sends()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var certificate = Path.Combine(Path.GetTempPath(), $"ccs-{Guid.NewGuid():N}.pem");
        var settings = new EndpointSettings { Senders = [new Sender("1234567890", "key-1")] };
        await using var emulator = await CcsEmulator.StartAsync(
            new CcsEmulatorOptions { Endpoint = settings, CertificatePath = certificate }, deadline.Token);
        var token = emulator.Install("anna");
        emulator.Send("anna", new Dictionary<string, string> { ["k"] = "<&>\"é \U0001F600 \u2028" });

        var (exit, said) = await RunAsync(deadline.Token, Script(), $"{emulator.Port}", certificate, "1234567890", "key-1", token);
        File.Delete(certificate);
        Assert.True(exit == 0, said);
        await emulator.WhenAsync<Happening.UpstreamAcked>(a => a.MessageId == "m-1", deadline.Token);
        Assert.Equal("<&>\"é \U0001F600 \u2028", Assert.Single(emulator.Inbox("anna")).Data["k"]);
    }

    private static string Script([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "client.py");

    private static async Task<(int Exit, string Said)> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        try
        {
            var said = await process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, said);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
