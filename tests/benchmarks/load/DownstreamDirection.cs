using System.Text;
using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.ServiceBus;

namespace CcsBridge.Benchmarks.Loads;

/// <summary>From the queue to the endpoint.</summary>
internal sealed class DownstreamDirection(Stage stage) : Direction(stage)
{
    private static readonly TimeSpan TimeToLoad = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan TimeToLoadOne = TimeSpan.FromMilliseconds(0.1);

    /// <summary>Nothing in it is escaped in XML: the relay copies it as it is.</summary>
    public static byte[] Body(Subject subject) =>
        Encoding.UTF8.GetBytes($"{{\"to\":\"{subject.Token}\",\"data\":{{\"action\":\"show\",\"text\":\"{new string('t', 100)}\"}}}}");

    // Scheduled for one moment: loading is over before the first of them goes down.
    public override async Task LoadAsync(Subject subject, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var due = DateTimeOffset.UtcNow + TimeToLoad + (ids.Count * TimeToLoadOne);
        var body = Body(subject);
        var sends = ids.Select(id => Stage.App.SendAsync(
            subject.Queue, new BusMessage(body) { MessageId = id, ScheduledEnqueueTime = due }, cancel)).ToList();
        foreach (var outcome in await Task.WhenAll(sends))
            Expect(outcome);
    }

    public override async Task SendAsync(Subject subject, string id, CancellationToken cancel) =>
        Expect(await Stage.App.SendAsync(subject.Queue, new BusMessage(Body(subject)) { MessageId = id }, cancel));

    public override Task DoneAsync(Func<string, bool> isLast, CancellationToken cancel) =>
        Stage.Ccs.WhenAsync<Happening.DownstreamAnswered>(answered => isLast(answered.MessageId), cancel, Stage.Ccs.Position);

    public override Task ReachedAsync(Func<string, bool> isLast, CancellationToken cancel) =>
        Stage.Ccs.WhenAsync<Happening.DownstreamArrived>(arrived => isLast(arrived.MessageId), cancel, Stage.Ccs.Position);

    private static void Expect(SendOutcome outcome)
    {
        if (outcome is not SendOutcome.Confirmed)
            throw new IOException($"the broker did not take an app's message: {outcome}");
    }
}
