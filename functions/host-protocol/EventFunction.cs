using System.Text.Json;
using CcsBridge.Contracts;

namespace CcsBridge.Functions.HostProtocol;

/// <summary>
/// An event function as the host sees it: a call in; an answer out, or null for "failed, deliver again". Its bodies, one a kind of event,
/// know nothing of this. Named as its folder.
/// </summary>
internal sealed class EventFunction(string name, IReadOnlyList<EventRoute> routes, OutageRetry retry, ILogger log)
{
    /// <summary>The name of the trigger in every <c>function.json</c>.</summary>
    public const string Binding = "message";

    // The lock is renewed for 10 min (host.json); quick failures would use up the deliveries while storage or broker is away.
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(4);

    public string Name => name;

    public async Task<HostAnswer?> RunAsync(HostCall call, CancellationToken cancel)
    {
        // Poison: nothing would ever make it readable, and a custom handler cannot dead-letter with a reason. So it is recorded by a
        // log line that says where it came from, and is done with.
        if (Read(call, out var eventId) is not { } body)
        {
            log.UnreadableEvent(name, eventId, call.Origin);
            return HostAnswer.Done($"unreadable event {eventId}; {call.Origin}");
        }

        try
        {
            await retry.RunAsync(LongestRetry, body, cancel);
            return HostAnswer.Done();
        }
        catch (OutageException outage)
        {
            log.GaveUp(name, eventId, outage.Message);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            log.Interrupted(name, eventId);
        }
#pragma warning disable CA1031 // The one place where a bug of a function ends: this event is delivered again, the process lives on.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            log.Failed(bug, name, eventId);
        }

        return null;
    }

    private Func<CancellationToken, Task>? Read(HostCall call, out string eventId)
    {
        eventId = "of unknown id";
        if (HostValue.Text(call.Data[Binding]) is not { } text)
            return null;
        try
        {
            var envelope = JsonSerializer.Deserialize(text, ContractsJson.Bus.AnyEvent);
            if (envelope is null)
                return null;
            if (envelope.Id is { Length: > 0 and <= 128 } id && !id.Any(char.IsControl))
                eventId = id;
            return routes.FirstOrDefault(route => route.Type == envelope.Type)?.Read(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
