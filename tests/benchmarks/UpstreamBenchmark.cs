using CcsBridge.Benchmarks.Loads;
using CcsBridge.Benchmarks.Reports;

namespace CcsBridge.Benchmarks;

/// <summary>From devices.</summary>
internal static class UpstreamBenchmark
{
    public static async Task RunAsync(Stage stage, int messages, Report report, Progress progress, CancellationToken cancel)
    {
        await new BothWays(stage, new UpstreamDirection(stage), messages, report, progress, cancel).MeasureAsync();
        report.Note("Latency: from the phone's send to the acknowledgement, which is after the topic's confirmation.");
    }
}
