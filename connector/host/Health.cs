using System.Text.Json.Serialization;

namespace CcsBridge.Connector;

/// <summary>What a probe is told: 200 or 503, and why.</summary>
internal sealed record HealthReport(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("bus")] string Bus,
    [property: JsonPropertyName("senders")] IReadOnlyDictionary<string, string> Senders);

[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;

/// <summary>
/// Three probes. <c>/health/startup</c>: the process is up. <c>/health/live</c>: the loops turn; never depends on CCS or the bus, since a
/// restart would mend neither. <c>/health/ready</c>: the bus is open and at least one sender is bound, by one of its connections or more; the
/// others are named.
/// </summary>
internal sealed class Health(Bridges bridges, TimeProvider time)
{
    /// <summary>How long a loop may take to turn once before it is called stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(WebApplication app)
    {
        app.MapGet("/health/startup", (Health health) => health.Answer("started", ok: true));
        app.MapGet("/health/live", async (Health health, CancellationToken cancel) => await health.LiveAsync(cancel)
            ? health.Answer("live", ok: true)
            : health.Answer("stuck", ok: false));
        app.MapGet("/health/ready", (Health health) => health.Ready());
    }

    private IResult Ready()
    {
        var ready = BusIsOpen && bridges.Senders.Any(sender => sender.State.IsBound);
        var degraded = ready && !bridges.Senders.All(sender => sender.State.IsWhollyBound);
        return Answer(degraded ? "degraded" : ready ? "ready" : "not ready", ready);
    }

    private async Task<bool> LiveAsync(CancellationToken cancel)
    {
        var before = bridges.Senders.Select(sender => sender.Turns).ToList();
        foreach (var sender in bridges.Senders)
            sender.Nudge();
        using var patience = new CancellationTokenSource(Patience, time);
        while (!patience.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            if (bridges.Senders.Zip(before).All(pair => pair.First.Turns > pair.Second))
                return true;
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancel);
        }

        return false;
    }

    private bool BusIsOpen => bridges.Senders.All(sender => sender.BusIsOpen);

    private IResult Answer(string status, bool ok) => Results.Json(
        new HealthReport(
            status, BusIsOpen ? "open" : "closed",
            bridges.Senders.ToDictionary(sender => sender.State.SenderId, Describe)),
        HealthJson.Default.HealthReport, statusCode: ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    private static string Describe(SenderBridge sender)
    {
        var state = sender.State.ToString();
        return sender.HeldBecause switch
        {
            null => state,
            "amqp:resource-limit-exceeded" => $"{state}; quota-exceeded: the bus takes nothing more, events wait",
            var condition => $"{state}; held: the bus refuses with {condition}, events wait",
        };
    }
}
