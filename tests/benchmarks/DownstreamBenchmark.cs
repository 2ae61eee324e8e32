using CcsBridge.Benchmarks.Loads;
using CcsBridge.Benchmarks.Reports;

namespace CcsBridge.Benchmarks;

/// <summary>To devices.</summary>
internal static class DownstreamBenchmark
{
    public static async Task RunAsync(Stage stage, int messages, Report report, Progress progress, CancellationToken cancel)
    {
        await new BothWays(stage, new DownstreamDirection(stage), messages, report, progress, cancel).MeasureAsync();
        report.Note("Latency: from the app's send to the endpoint's receipt.");
        await new WindowUse(stage, report, progress, cancel).MeasureAsync();
        await new OperationCount(stage, report, progress, cancel).MeasureAsync();
    }
}
