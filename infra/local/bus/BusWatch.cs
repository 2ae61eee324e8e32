using Amqp;

namespace CcsBridge.Local.Bus;

/// <summary>What came from one subscription, in order, to be awaited.</summary>
internal sealed class BusWatch
{
    private readonly SeenLog<SeenMessage> _seen = new(most: 50_000);

    public BusWatch(ReceiverLink link) => link.Start(100, (_, message) =>
    {
        _seen.Add(SeenMessage.Of(message));
        link.Accept(message);
    });

    public int Count(Func<SeenMessage, bool> wanted) => _seen.Newest.Count(wanted);

    /// <summary>The first that matches: one that was seen already, or one to come.</summary>
    public Task<SeenMessage> FirstAsync(Func<SeenMessage, bool> wanted, CancellationToken cancel) => _seen.FirstAsync(wanted, cancel);
}
