using System.Runtime.InteropServices;
using CcsBridge.Local.Environments;
using CcsBridge.Local.Processes;
using CcsBridge.Local.Tours;

namespace CcsBridge.Local;

/// <summary>The whole run: start, tour, stay up, stop; and the exit code.</summary>
internal static class LocalMachine
{
    public const int Stopped = 0;
    public const int Failed = 1;
    public const int CannotStart = 3;

    public static async Task<int> RunAsync(LocalArguments arguments, Screen screen)
    {
        using var stop = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var passed = 0;
        try
        {
            if (arguments.EndpointAlone)
                await EndpointAlone.RunAsync(arguments, screen, stop.Token);
            await using var environment = await LocalEnvironment.StartAsync(arguments, screen, stop.Token);
            passed = await new Tour(environment, screen).WalkAsync(stop.Token);
            if (!arguments.TourOnly && passed == Tour.Steps.Count)
                await StayAsync(environment, screen, passed, stop.Token);
            screen.Say("stopping ...");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            screen.Say("stopped.");
            return arguments.TourOnly ? Failed : Stopped;
        }
        catch (Exception e) when (e is CannotStartException or IOException)
        {
            screen.Say($"cannot start: {e.Message}");
            return CannotStart;
        }

        screen.Say($"tour: {passed} of {Tour.Steps.Count} steps passed");
        return passed == Tour.Steps.Count ? Stopped : Failed;

        void Stop(PosixSignalContext signal)
        {
            // Not the runtime's way, which would leave the children behind.
            signal.Cancel = true;
            // A terminal's Ctrl+C reaches the children too: what they say now is no news.
            screen.HideParts();
            stop.Cancel();
        }
    }

    private static async Task StayAsync(LocalEnvironment environment, Screen screen, int passed, CancellationToken stop)
    {
        screen.Say($"tour: {passed} of {Tour.Steps.Count} steps passed");
        screen.Say();
        foreach (var line in Whereabouts.Of(environment))
            screen.Say(line);
        screen.ShowParts();
        var exitCode = await environment.Connector.Process.Exited.WaitAsync(stop);
        throw new CannotStartException($"the connector ended by itself, exit code {exitCode}:\n{string.Join('\n', environment.LastLines("connector", 20))}");
    }
}
