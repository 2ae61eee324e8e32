using System.Runtime.InteropServices;
using CcsBridge.Benchmarks.Loads;
using CcsBridge.Benchmarks.Reports;

namespace CcsBridge.Benchmarks;

/// <summary>One run of one benchmark, from the processes that it starts to the table.</summary>
internal static class Benchmark
{
    /// <summary>Far beyond what it takes: only a guard against hanging.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    public static async Task<int> RunAsync(BenchmarkArguments arguments)
    {
        using var stop = new CancellationTokenSource(Patience);
        // The children must end with us, however we are asked to.
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var report = new Report($"CcsBridge, {arguments.Direction}: the connector beside a bare relay ({Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription})");
        var progress = new Progress(Console.Error);
        try
        {
            progress.Say("starting the endpoint and the broker");
            await using var stage = await Stage.OpenAsync(stop.Token);
            await (arguments.Direction == "upstream"
                ? UpstreamBenchmark.RunAsync(stage, arguments.Messages, report, progress, stop.Token)
                : DownstreamBenchmark.RunAsync(stage, arguments.Messages, report, progress, stop.Token));
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"could not measure: {(e is OperationCanceledException ? "stopped, or no end within " + Patience : e)}");
            return 1;
        }

        report.Print(Console.Out, arguments.Json);
        return 0;
    }
}
