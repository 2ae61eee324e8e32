using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.Functions;

/// <summary>A bus in memory with queues that fold a message id they have seen. What it is told to answer it answers once each.</summary>
internal sealed class InMemoryBus : IBus
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<BusMessage>> _queues = [];
    private readonly Queue<SendOutcome> _script = [];

    /// <summary>Sends that came, folded or not, refused or not.</summary>
    public int Sends { get; private set; }

    /// <summary>Done at the first send.</summary>
    public TaskCompletionSource Tried { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>While set, every send is answered so.</summary>
    public SendOutcome? Always { get; set; }

    /// <summary>The next send is answered so; what is not confirmed is not kept.</summary>
    public void AnswerOnce(SendOutcome outcome) => _script.Enqueue(outcome);

    public IReadOnlyList<BusMessage> On(string queue)
    {
        lock (_gate)
            return [.. _queues.GetValueOrDefault(queue) ?? []];
    }

    public int Messages
    {
        get
        {
            lock (_gate)
                return _queues.Values.Sum(queue => queue.Count);
        }
    }

    public Task<SendOutcome> SendAsync(string entity, BusMessage message, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Sends++;
            Tried.TrySetResult();
            var outcome = Always ?? (_script.TryDequeue(out var scripted) ? scripted : new SendOutcome.Confirmed());
            if (outcome is not SendOutcome.Confirmed)
                return Task.FromResult(outcome);
            if (!_queues.TryGetValue(entity, out var queue))
                _queues[entity] = queue = [];
            if (queue.All(had => had.MessageId != message.MessageId))
                queue.Add(message);
            return Task.FromResult(outcome);
        }
    }

    public IBusReceiver OpenReceiver(string queue) => throw new NotSupportedException("The Functions app receives nothing by itself.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
