namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>Calls functions for messages, by the JSON protocol.</summary>
internal sealed class MessageCalls(CustomHandler handler, HandlerCalls calls, Action<HostLine> onLine, TimeProvider time)
{
    /// <summary>True: the function is done with it. False: the call failed or was broken off. Waits while there is no handler.</summary>
    public async Task<bool> CallAsync(
        AppFunction function, Trigger.ServiceBus trigger, TriggerMessage message, Guid invocation, CancellationToken breakOff)
    {
        try
        {
            var ready = await handler.ReadyAsync(breakOff);
            var envelope = TriggerEnvelope.Write(function.Name, trigger.Binding, message, trigger.AsBytes, time.GetUtcNow());
            return Heard(function, message, await calls.InvokeAsync(ready.Address, function.Name, invocation, envelope, breakOff));
        }
        catch (OperationCanceledException) when (breakOff.IsCancellationRequested)
        {
            return Heard(function, message, new HandlerAnswer.Failed("it was broken off by the stop"));
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
