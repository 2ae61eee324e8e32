namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>Calls functions for messages, by the JSON protocol.</summary>
internal sealed class MessageCalls(CustomHandler handler, HandlerCalls calls, Action<HostLine> onLine, TimeProvider time)
{
    private static readonly TimeSpan SeenDeadWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>True: the function is done with it. False: the call failed or was broken off. Waits while there is no handler.</summary>
    public async Task<bool> CallAsync(
        AppFunction function, Trigger.ServiceBus trigger, TriggerMessage message, Guid invocation, CancellationToken breakOff)
    {
        try
        {
            var envelope = TriggerEnvelope.Write(function.Name, trigger.Binding, message, trigger.AsBytes, time.GetUtcNow());
            return Heard(function, message, await ReachAsync(function, invocation, envelope, breakOff));
        }
        catch (OperationCanceledException) when (breakOff.IsCancellationRequested)
        {
            return Heard(function, message, new HandlerAnswer.Failed("it was broken off by the stop"));
        }
    }

    /// <summary>
    /// A process that has just died is not known to be dead yet. Were each call in that moment a failure, the broker would deliver again at
    /// once, and the message would use up its deliveries.
    /// </summary>
    private async Task<HandlerAnswer> ReachAsync(AppFunction function, Guid invocation, byte[] envelope, CancellationToken breakOff)
    {
        while (true)
        {
            var ready = await handler.ReadyAsync(breakOff);
            var answer = await calls.InvokeAsync(ready.Address, function.Name, invocation, envelope, breakOff);
            if (answer is not HandlerAnswer.NotReached)
                return answer;
            await Task.WhenAny(ready.Process.Exited, Task.Delay(SeenDeadWithin, time, breakOff));
            if (!ready.Process.Exited.IsCompleted)
                return new HandlerAnswer.Failed("the handler process runs and takes no calls");
            await Task.Delay(LookAgain, time, breakOff);
        }
    }

    private bool Heard(AppFunction function, TriggerMessage message, HandlerAnswer answer)
    {
        if (answer is HandlerAnswer.Done done)
            foreach (var line in done.Logs)
                onLine(new HostLine(function.Name, line));
        if (answer is HandlerAnswer.Failed failed)
            onLine(new HostLine(HostLine.Host, $"{function.Name}: the call for message {message.MessageId} "
                + $"(delivery {message.DeliveryCount}) failed: {failed.Reason}; it comes again"));
        return answer is HandlerAnswer.Done;
    }
}
