using Amqp;

namespace CcsBridge.Local.Bus;

/// <summary>What came from one subscription, in order, to be awaited.</summary>
internal sealed class BusWatch
{
    private readonly Lock _lock = new();
    private readonly List<SeenMessage> _seen = [];
    private readonly List<(Func<SeenMessage, bool> Wanted, TaskCompletionSource<SeenMessage> Found)> _waiting = [];

    public BusWatch(ReceiverLink link) => link.Start(100, (_, message) =>
    {
        Add(SeenMessage.Of(message));
        link.Accept(message);
    });

    public int Count(Func<SeenMessage, bool> wanted)
    {
        lock (_lock)
            return _seen.Count(wanted);
    }

    /// <summary>The first that matches: one that was seen already, or one to come.</summary>
    public async Task<SeenMessage> FirstAsync(Func<SeenMessage, bool> wanted, CancellationToken cancel)
    {
        var found = new TaskCompletionSource<SeenMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_seen.FirstOrDefault(wanted) is { } already)
                return already;
            _waiting.Add((wanted, found));
        }

        return await found.Task.WaitAsync(cancel);
    }

    private void Add(SeenMessage message)
    {
        lock (_lock)
        {
            _seen.Add(message);
            foreach (var (wanted, found) in _waiting)
            {
                if (wanted(message))
                    found.TrySetResult(message);
            }
        }
    }
}
