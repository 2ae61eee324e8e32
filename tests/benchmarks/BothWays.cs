using CcsBridge.Benchmarks.Loads;
using CcsBridge.Benchmarks.Network;
using CcsBridge.Benchmarks.Reports;

namespace CcsBridge.Benchmarks;

/// <summary>What is measured of both directions: throughput, latency at half load, allocations.</summary>
internal sealed class BothWays(Stage stage, Direction direction, int messages, Report report, Progress progress, CancellationToken cancel)
{
    private const int ThroughputPairs = 5;
    private const int LatencyPairs = 3;

    // What is compiled while it runs must be compiled to the end before anything is measured.
    private const int WarmUp = 6_000;
    private static readonly TimeSpan BrokerRoundTrip = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LatencyRun = TimeSpan.FromSeconds(1.5);

    private readonly Runs _runs = new(direction, cancel);

    public async Task MeasureAsync()
    {
        await StraightAsync();
        await BehindDelayAsync();
        await AllocationsAsync();
        report.Note("Relay: the same broker operations over the same AMQP client and TLS, prebuilt events, stanzas found by their bytes; no parser, ids or ledger.");
        report.Note($"Throughput and latency: the deployed binary; {ThroughputPairs} and {LatencyPairs} pairs of runs in turn, median and spread of the pairs' ratios or differences.");
        report.Note("Both run with DOTNET_TieredPGO=0 and DOTNET_TC_CallCountingDelayMs=0: compiled within seconds as they would be after a while.");
        report.Note("Allocated: the connector's host in the benchmark's own binary, which can tell; for that measurement only.");
    }

    private async Task StraightAsync()
    {
        await using var connector = await WarmAsync(SubjectKind.Connector, stage.Straight);
        await using var relay = await WarmAsync(SubjectKind.Relay, stage.Straight);
        var (ours, relays) = (connector.ProcessorTime, relay.ProcessorTime);
        var pairs = await ThroughputAsync("no delay", connector, relay);
        AddProcessorTime(connector.ProcessorTime - ours, relay.ProcessorTime - relays);
        AddRatio("ratio", "throughput, no delay (messages/s)", pairs, wanted: 0.8);

        var half = Math.Min(Median(pairs, pair => pair.Connector), Median(pairs, pair => pair.Relay)) / 2;
        var latencies = await InTurnAsync(
            LatencyPairs, $"latency at {half:0} messages/s", connector, relay, subject => _runs.LatenciesAsync(subject, half, LatencyRun));
        AddLatency("p50", latencies, latency => latency.P50);
        AddLatency("p99", latencies, latency => latency.P99);
    }

    private async Task BehindDelayAsync()
    {
        await using var wire = DelayingForwarder.Open(stage.BusPort, BrokerRoundTrip);
        var wiring = stage.Straight with { Bus = stage.BusAt(wire.Port) };
        await using var connector = await WarmAsync(SubjectKind.Connector, wiring);
        await using var relay = await WarmAsync(SubjectKind.Relay, wiring);
        wire.TakeMeasured();
        var pairs = await ThroughputAsync("20 ms to the broker", connector, relay);
        AddRatio("ratio_20ms", "throughput, broker 20 ms away (messages/s)", pairs, wanted: 0.9);
        report.Note($"Broker 20 ms away: {wire.TakeMeasured().TotalMilliseconds:0.0} ms were injected on average.");
    }

    private async Task AllocationsAsync()
    {
        var (ours, relays) = (await AllocatedAsync(SubjectKind.HostedConnector), await AllocatedAsync(SubjectKind.Relay));
        report.Add("allocated_ratio", "allocated a message (bytes), connector ÷ relay", Spread.Of([ours / relays]), "0.00", (ours, relays));
    }

    private async Task<double> AllocatedAsync(SubjectKind kind)
    {
        await using var subject = await WarmAsync(kind, stage.Straight);
        progress.Say($"allocations, {kind}");
        var before = await subject.AllocatedAsync(cancel);
        await _runs.ThroughputAsync(subject, messages);
        return (await subject.AllocatedAsync(cancel) - before) / (double)messages;
    }

    private async Task<Subject> WarmAsync(SubjectKind kind, Wiring wiring)
    {
        progress.Say($"starting and warming up: {kind}");
        var subject = await stage.StartAsync(kind, wiring, cancel);
        await _runs.ThroughputAsync(subject, WarmUp);
        return subject;
    }

    private Task<List<(double Connector, double Relay)>> ThroughputAsync(string what, Subject connector, Subject relay) =>
        InTurnAsync(ThroughputPairs, $"throughput, {what}", connector, relay, subject => _runs.ThroughputAsync(subject, messages));

    private async Task<List<(T Connector, T Relay)>> InTurnAsync<T>(
        int times, string what, Subject connector, Subject relay, Func<Subject, Task<T>> measure)
    {
        var pairs = new List<(T, T)>();
        for (var pair = 1; pair <= times; pair++)
        {
            progress.Say($"{what}: pair {pair} of {times}");
            pairs.Add((await measure(connector), await measure(relay)));
        }

        return pairs;
    }

    private void AddRatio(string name, string what, List<(double Connector, double Relay)> pairs, double wanted)
    {
        var ratio = Spread.Of(pairs.Select(pair => pair.Connector / pair.Relay));
        report.Add(
            name, $"{what}, connector ÷ relay", ratio, "0.00",
            (Median(pairs, pair => pair.Connector), Median(pairs, pair => pair.Relay)), ($">= {wanted:0.00}", ratio.Median >= wanted));
    }

    private void AddProcessorTime(TimeSpan connector, TimeSpan relay) => report.Add(
        "processor_ratio", "processor time a message (µs), connector ÷ relay", Spread.Of([connector / relay]), "0.00",
        (connector.TotalMicroseconds / (ThroughputPairs * messages), relay.TotalMicroseconds / (ThroughputPairs * messages)));

    private void AddLatency(string name, List<(Latencies Connector, Latencies Relay)> pairs, Func<Latencies, double> of) => report.Add(
        $"latency_added_{name}_ms", $"latency at half load, {name} (ms), connector - relay",
        Spread.Of(pairs.Select(pair => of(pair.Connector) - of(pair.Relay))), "0.00",
        (Median(pairs, pair => of(pair.Connector)), Median(pairs, pair => of(pair.Relay))));

    private static double Median<T>(IEnumerable<T> pairs, Func<T, double> of) => Spread.Of(pairs.Select(of)).Median;
}
