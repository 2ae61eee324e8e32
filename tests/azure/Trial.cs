using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Assumptions;

/// <summary>
/// One case's own connection to the namespace. What it sends has ids of its own; what it received and did not settle is completed at
/// the end, and what is not ours is given back then, not before: released at once, it would come back at once.
/// </summary>
/// <param name="surroundings">The namespace and its time.</param>
/// <param name="run">What the ids of this case begin with.</param>
/// <param name="clock">The connection's own; null: real time.</param>
internal sealed class Trial(Surroundings surroundings, string run, TimeProvider? clock = null) : IAsyncDisposable
{
    public const string IdPrefix = "ccsbridge-assumption-";

    public const string DeadLetters = "/$DeadLetterQueue";

    // On real time, whatever the namespace's clock: a push of that one must not time out a link.
    private readonly AmqpBus _bus = new(surroundings.Namespace, clock ?? TimeProvider.System, new Random(), _ => { });
    private readonly Dictionary<string, Inbox> _inboxes = [];

    public DateTimeOffset Now => surroundings.Time.GetUtcNow();

    /// <summary>The same namespace as a stranger sees it: by a key that is not its own.</summary>
    public Trial ByAnotherKey() =>
        new(surroundings with { Namespace = ServiceBusConnectionString.Parse(surroundings.Namespace.ToString()) }, run);

    /// <summary>A second connection, for messages of this case.</summary>
    public Trial Another() => new(surroundings, run);

    /// <summary>A second connection whose clock is late: it takes a lock for alive that is over, and asks the broker.</summary>
    public Trial ByALateClock() => new(surroundings, run, new LateClock());

    /// <summary>A message of this case; its id is new to the namespace for each run.</summary>
    public BusMessage Message(string name) => new("{}"u8.ToArray()) { MessageId = run + name, ContentType = "application/json" };

    public Task<SendOutcome> SendAsync(string entity, BusMessage message, CancellationToken cancel) =>
        _bus.SendAsync(entity, message, cancel);

    /// <summary>Sends what the case needs to be there.</summary>
    /// <exception cref="NotTriedException">The broker did not confirm it.</exception>
    public async Task PutAsync(string entity, BusMessage message, CancellationToken cancel)
    {
        if (await SendAsync(entity, message, cancel) is not SendOutcome.Confirmed and var other)
            throw new NotTriedException($"a plain send to {entity} was not confirmed: {other}");
    }

    /// <summary>The next message of this case, under lock.</summary>
    /// <exception cref="NotTriedException">None came in time.</exception>
    public async Task<ReceivedMessage> TakeAsync(string entity, CancellationToken cancel) =>
        await TryTakeAsync(entity, cancel)
        ?? throw new NotTriedException($"no message came from {entity} within {surroundings.Patience.TotalSeconds} s");

    /// <summary>Likewise, or null if none came in time.</summary>
    public Task<ReceivedMessage?> TryTakeAsync(string entity, CancellationToken cancel) =>
        At(entity).NextAsync(run, surroundings.Patience, cancel);

    /// <summary>Takes back the credit of an entity's receiver: none may come until the next take.</summary>
    public void Withdraw(string entity) => At(entity).Withdraw();

    /// <summary>Asks for one message without waiting for it.</summary>
    public void Ask(string entity) => At(entity).Ask();

    public Task<Settlement> SettleAsync(string entity, ReceivedMessage message, SettleAs how, CancellationToken cancel) =>
        At(entity).SettleAsync(message, how, cancel);

    public Task<LockRenewal> RenewAsync(string entity, ReceivedMessage message, CancellationToken cancel) => At(entity).RenewAsync(message, cancel);

    /// <summary>Closes the link of an entity's receiver; what came on it can still be settled, and nothing more comes.</summary>
    public ValueTask CloseLinkAsync(string entity) => At(entity).CloseLinkAsync();

    public Task<Settlement> CompleteAsync(string entity, ReceivedMessage message, CancellationToken cancel) =>
        SettleAsync(entity, message, new SettleAs.Complete(), cancel);

    /// <summary>Leaves a message locked: it is not completed when the connection ends.</summary>
    public void Leave(string entity, ReceivedMessage message) => At(entity).Leave(message);

    public Task PassAsync(TimeSpan time, CancellationToken cancel) => surroundings.PassAsync(time, cancel);

    /// <summary>The name of an id of this case, for a sentence.</summary>
    public static string NameOf(ReceivedMessage message) =>
        message.Message.MessageId is { } id ? id[(id.LastIndexOf('-') + 1)..] : "one without id";

    /// <summary>After a case that does not hold: takes away what it may have left where it looked.</summary>
    public async Task ClearAsync(CancellationToken cancel)
    {
        string[] looked = [Entities.Downstream, .. _inboxes.Keys];
        var alive = looked.Where(path => !path.EndsWith(DeadLetters, StringComparison.Ordinal));
        foreach (var entity in looked.Union(alive.Select(path => path + DeadLetters)).ToList())
            while (await At(entity).NextAsync(run, surroundings.Patience / 10, cancel) is { } left)
                await CompleteAsync(entity, left, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var inbox in _inboxes.Values) await inbox.DisposeAsync();
        await _bus.DisposeAsync();
    }

    private Inbox At(string entity) =>
        _inboxes.TryGetValue(entity, out var inbox) ? inbox : _inboxes[entity] = new Inbox(_bus.OpenReceiver(entity));
}
