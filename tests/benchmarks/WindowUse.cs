using CcsBridge.Benchmarks.Loads;
using CcsBridge.Benchmarks.Network;
using CcsBridge.Benchmarks.Reports;

namespace CcsBridge.Benchmarks;

/// <summary>
/// How much of the window is on the wire all the time: the rate reached, as a part of window ÷ round trip. The window is smaller than the
/// default here, so that it is what limits and not this machine.
/// </summary>
internal sealed class WindowUse(Stage stage, Report report, Progress progress, CancellationToken cancel)
{
    private const int Window = 16;
    private const int Pairs = 3;
    private const int WarmUp = 1500;
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(1);

    private readonly Runs _runs = new(new DownstreamDirection(stage), cancel);

    public async Task MeasureAsync()
    {
        await using var wire = DelayingForwarder.Open(stage.Ccs.Port, TimeSpan.FromMilliseconds(1));
        var wiring = stage.Straight with { CcsPort = wire.Port, Window = Window };
        progress.Say($"window use: starting and warming up with a window of {Window}");
        await using var connector = await stage.StartAsync(SubjectKind.Connector, wiring, cancel);
        await using var relay = await stage.StartAsync(SubjectKind.Relay, wiring, cancel);
        await _runs.ThroughputAsync(connector, WarmUp);
        await _runs.ThroughputAsync(relay, WarmUp);
        foreach (var (milliseconds, wanted) in new[] { (5, 0.9), (20, 0.95), (50, 0.95) })
            await AtAsync(wire, connector, relay, milliseconds, wanted);
        report.Note($"Window use: Ccs:Window is {Window} for it; the round trip is the one that was really injected.");
    }

    private async Task AtAsync(DelayingForwarder wire, Subject connector, Subject relay, int milliseconds, double wanted)
    {
        wire.RoundTrip = TimeSpan.FromMilliseconds(milliseconds);
        var uses = new List<(double Connector, double Relay)>();
        for (var pair = 1; pair <= Pairs; pair++)
        {
            progress.Say($"window use, endpoint {milliseconds} ms away: pair {pair} of {Pairs}");
            uses.Add((await UseAsync(wire, connector), await UseAsync(wire, relay)));
        }

        // So near, the broker's own answers take a good part of the round trip: then the relay is the measure, if it is less.
        var use = Spread.Of(uses.Select(pair => milliseconds > 5 ? pair.Connector : pair.Connector / Math.Min(1, pair.Relay)));
        report.Add(
            $"window_use_{milliseconds}ms", $"window use, endpoint {milliseconds} ms away{(milliseconds > 5 ? "" : ", against 1 or the relay's")}", use, "0.00",
            (Spread.Of(uses.Select(pair => pair.Connector)).Median, Spread.Of(uses.Select(pair => pair.Relay)).Median),
            ($">= {wanted:0.00}", use.Median >= wanted));
    }

    private async Task<double> UseAsync(DelayingForwarder wire, Subject subject)
    {
        wire.TakeMeasured();
        var reached = await _runs.ThroughputAsync(subject, (int)(Window / wire.RoundTrip.TotalSeconds * Run.TotalSeconds));
        return reached * wire.TakeMeasured().TotalSeconds / Window;
    }
}
