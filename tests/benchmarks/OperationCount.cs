using CcsBridge.Benchmarks.Loads;
using CcsBridge.Benchmarks.Reports;
using CcsBridge.Local.Broker;
using CcsBridge.Local.Bus;
using CcsBridge.Local.FunctionsRuntime;
using CcsBridge.ServiceBus;
using BridgeProperties = CcsBridge.Contracts.BridgeProperties;

namespace CcsBridge.Benchmarks;

/// <summary>
/// Broker operations that a delivered downstream message costs, from the app's send to the event's receipt: each send, receive and
/// filter evaluation is one (Service Bus, Standard tier). Counted by a broker in this process; nobody reads its monitor.
/// </summary>
internal sealed class OperationCount(Stage stage, Report report, Progress progress, CancellationToken cancel)
{
    private const string Queue = "downstream";
    private const string Subscription = "outcomes/Subscriptions/status";
    private const int Messages = 200;

    public async Task MeasureAsync()
    {
        progress.Say("counting broker operations");
        await using var broker = LocalBroker.Start(new BrokerOptions());
        await using var subject = await stage.StartAsync(SubjectKind.Connector, stage.Straight with { Bus = broker.ConnectionString }, cancel);
        await using var app = Stage.Client(broker.ConnectionString);
        await using var reader = await PlainBus.OpenAsync(BusAddress.Parse(broker.ConnectionString, "ServiceBus"), cancel);
        reader.Watch(Subscription);
        await CountAsync(broker, subject, app, "all", lastAt: Subscription, wanted: 5);
        await CountAsync(broker, subject, app, "failures", lastAt: Queue, wanted: 2);
        report.Note($"Operations: sends, receives and filter evaluations, counted by the broker over {Messages} messages.");
    }

    // The last thing that happens to a message: its event is settled by its reader; without one, it is settled itself.
    private async Task CountAsync(LocalBroker broker, Subject subject, AmqpBus app, string reported, string lastAt, double wanted)
    {
        var (since, evaluations) = (broker.Happenings.Count, broker.FilterEvaluations);
        var settled = 0;
        var all = broker.Happenings.FirstAsync<Happening.Settled>(
            what => what.Entity == lastAt && ++settled == Messages, cancel, since);
        var body = DownstreamDirection.Body(subject);
        await Task.WhenAll(Enumerable.Range(0, Messages).Select(i => app.SendAsync(
            Queue,
            new BusMessage(body)
            {
                MessageId = $"operations-{reported}-{i}",
                Properties = new Dictionary<string, object> { [BridgeProperties.ReportName] = reported },
            },
            cancel)));
        await subject.WhileAliveAsync(all);
        var operations = broker.Happenings.Log.Skip((int)since).Count(IsOperation) + broker.FilterEvaluations - evaluations;
        var each = (double)operations / Messages;
        report.Add(
            $"operations_{reported}", $"broker operations a message, report: {reported}", Spread.Of([each]), "0.00",
            target: ($"<= {wanted:0}", each <= wanted));
    }

    private static bool IsOperation(Happening what) => what is Happening.Accepted or Happening.Folded or Happening.Delivered;
}
