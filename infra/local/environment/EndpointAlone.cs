using CcsBridge.Local.Ccs;
using CcsBridge.Local.Ccs.Scripts;

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
            foreach (var line in EndpointWhereabouts.Of(ccs))
                screen.Say(line);
            if (arguments.Script is { } script)
                await PlayAsync(ccs, script, screen, stop);
            await Task.Delay(Timeout.Infinite, stop);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Carries the script out. The endpoint stays up behind it, whatever came of it.</summary>
    private static async Task PlayAsync(CcsEmulator ccs, Script script, Screen screen, CancellationToken stop)
    {
        try
        {
            await ccs.RunAsync(script, stop);
            screen.Say("script: carried out to its end");
        }
        catch (ScriptException e)
        {
            screen.Say($"script: stopped at {e.Message}");
        }
    }
}
