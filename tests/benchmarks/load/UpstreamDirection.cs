using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Benchmarks.Loads;

/// <summary>From a phone to the topic; what tells that the topic has it is the acknowledgement.</summary>
internal sealed class UpstreamDirection(Stage stage) : Direction(stage)
{
    private static readonly Dictionary<string, string> Data = new() { ["action"] = "track", ["position"] = new string('p', 100) };

    public override Task LoadAsync(Subject subject, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        foreach (var id in ids)
            Stage.Ccs.Send(subject.Phone, Data, id);
        return Task.CompletedTask;
    }

    public override Task SendAsync(Subject subject, string id, CancellationToken cancel)
    {
        Stage.Ccs.Send(subject.Phone, Data, id);
        return Task.CompletedTask;
    }

    public override Task DoneAsync(Func<string, bool> isLast, CancellationToken cancel) =>
        Stage.Ccs.WhenAsync<Happening.UpstreamAcked>(acked => isLast(acked.MessageId), cancel, Stage.Ccs.Position);

    public override Task ReachedAsync(Func<string, bool> isLast, CancellationToken cancel) => DoneAsync(isLast, cancel);
}
