using Amqp;
using CcsBridge.Local.Processes;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>
/// Listens for one function: takes its messages under lock, calls it, settles. When the link to the broker ends it opens another;
/// calls that run meanwhile go on, and their messages come again. Locks are not renewed: a call that outlives its lock is repeated.
/// </summary>
internal sealed class ServiceBusTriggerListener(
    AppFunction function, Trigger.ServiceBus trigger, BusAddress bus, BusLimits limits, MessageCalls calls,
    SeenLog<Invocation> invocations, Action<string> say, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FinishWithin = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _places = new(limits.MaxConcurrentCalls);
    private readonly Backoff _backoff = new(first: TimeSpan.FromMilliseconds(200), longest: TimeSpan.FromSeconds(10));
    private List<Task> _running = [];

    /// <summary>Opens the first link.</summary>
    /// <exception cref="CannotStartException">The broker cannot be reached or has no such entity.</exception>
    public async Task<TriggerLink> OpenFirstAsync(CancellationToken cancel)
    {
        try
        {
            return await OpenAsync(cancel);
        }
        catch (TriggerLinkException e)
        {
            throw new CannotStartException(
                $"{AppFunction.FileOf(function.Name)}: {trigger.Entity} at {bus} cannot be listened to: {e.Message}", e);
        }
    }

    /// <summary>Runs until it is stopped; then lets running calls finish for 5 s, and breaks them off.</summary>
    public async Task RunAsync(TriggerLink link, CancellationToken stop)
    {
        using var breakOff = new CancellationTokenSource();
        while (true)
        {
            var opened = time.GetTimestamp();
            await using (link)
            {
                await TakeAsync(link, breakOff.Token, stop);
                if (stop.IsCancellationRequested)
                {
                    await FinishAsync(breakOff);
                    return;
                }
            }

            say($"{function.Name}: the link to {trigger.Entity} at {bus} ended ({await link.Ended}); opening another");
            if (await ReopenAsync(time.GetElapsedTime(opened), stop) is not { } next)
            {
                await FinishAsync(breakOff);
                return;
            }

            link = next;
        }
    }

    public void Dispose() => _places.Dispose();

    private Task<TriggerLink> OpenAsync(CancellationToken cancel) => TriggerLink.OpenAsync(
        bus, trigger.Entity, $"functions-{function.Name}-{Guid.NewGuid():N}", limits.Held, time, cancel);

    /// <summary>Null: stopped meanwhile.</summary>
    private async Task<TriggerLink?> ReopenAsync(TimeSpan ranFor, CancellationToken stop)
    {
        string? said = null;
        try
        {
            for (; ; ranFor = TimeSpan.Zero)
            {
                await Task.Delay(_backoff.Next(ranFor), time, stop);
                try
                {
                    var link = await OpenAsync(stop);
                    say($"{function.Name}: listens to {trigger.Entity} again");
                    return link;
                }
                catch (TriggerLinkException e)
                {
                    if (e.Message != said)
                        say($"{function.Name}: {trigger.Entity} at {bus} cannot be listened to yet: {e.Message}");
                    said = e.Message;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task TakeAsync(TriggerLink link, CancellationToken breakOff, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var taking = TakeUntilAsync(link, breakOff, over.Token);
        await Task.WhenAny(taking, link.Ended);
        await over.CancelAsync();
        await taking;
    }

    /// <summary>A place for the call is waited for before the message is taken: what waits is the link's, and ends with it.</summary>
    private async Task TakeUntilAsync(TriggerLink link, CancellationToken breakOff, CancellationToken over)
    {
        try
        {
            while (await link.Messages.WaitToReadAsync(over))
            {
                await _places.WaitAsync(over);
                // One reader: what was there a moment ago still is.
                if (link.Messages.TryRead(out var message))
                    _running = [.. _running.Where(task => !task.IsCompletedSuccessfully), CallAsync(link, message, breakOff)];
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The link has ended or we are stopped; the caller looks which.
        }
    }

    private async Task CallAsync(TriggerLink link, Message message, CancellationToken breakOff)
    {
        var started = time.GetTimestamp();
        var id = Guid.NewGuid();
        var read = TriggerMessageReader.Read(message);
        try
        {
            if (read is null)
                say($"{function.Name}: a message whose body is neither bytes nor text was abandoned");
            var done = read is not null && await calls.CallAsync(function, trigger, read, id, breakOff);
            var settled = done ? link.Complete(message) : link.Abandon(message);
            var end = !settled ? InvocationEnd.LinkLost : done ? InvocationEnd.Completed : InvocationEnd.Abandoned;
            invocations.Add(new Invocation(
                function.Name, id, read?.MessageId, read?.DeliveryCount ?? 0, end, time.GetElapsedTime(started)));
            link.AddCredit();
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task FinishAsync(CancellationTokenSource breakOff)
    {
        var finished = Task.WhenAll(_running);
        await Task.WhenAny(finished, Task.Delay(FinishWithin, time, CancellationToken.None));
        await breakOff.CancelAsync();
        await finished;
    }
}
