using System.Diagnostics;
using Azure.Data.Tables;
using CcsBridge.Contracts;
using CcsBridge.Local.Bus;
using CcsBridge.Local.Environments;
using CcsBridge.Local.FunctionsRuntime;

namespace CcsBridge.Local.Tours;

/// <summary>What the steps look at: the real parts, each by its own means.</summary>
internal sealed class TourStage : IAsyncDisposable
{
    private readonly HttpClient _http = new();

    private TourStage(LocalEnvironment environment, PlainBus bus)
    {
        (Environment, Bus) = (environment, bus);
        Phones = new PhoneDoorClient(_http, environment.Ccs.DoorUri);
        Upstream = bus.Watch($"{Entities.Upstream}/Subscriptions/monitor");
        Outcomes = bus.Watch($"{Entities.Outcomes}/Subscriptions/monitor");
        DeadLetters = bus.Watch($"{Entities.Downstream}/$DeadLetterQueue");
    }

    public LocalEnvironment Environment { get; }

    public PlainBus Bus { get; }

    public PhoneDoorClient Phones { get; }

    public BusWatch Upstream { get; }

    public BusWatch Outcomes { get; }

    public BusWatch DeadLetters { get; }

    public static async Task<TourStage> SetAsync(LocalEnvironment environment, CancellationToken cancel) =>
        new(environment, await PlainBus.OpenAsync(BusAddress.Parse(environment.Broker.ConnectionString, "ServiceBus"), cancel));

    /// <summary>The row of a registration; null if it is not there.</summary>
    public async Task<TableEntity?> RowAsync(string category, string token, CancellationToken cancel)
    {
        var id = Ids.Registration(category, token);
        var table = new TableClient(Environment.Tables.ConnectionString, "registrations");
        var row = await table.GetEntityIfExistsAsync<TableEntity>(id[..2], id, cancellationToken: cancel);
        return row.HasValue ? row.Value : null;
    }

    /// <summary>Posts JSON to a function; gives status and body.</summary>
    public async Task<(int Status, string Body)> PostAsync(string path, string json, CancellationToken cancel)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(Environment.Functions.Door, path), body, cancel);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>Milliseconds since a moment, as text.</summary>
    public static string Since(long began) => $"{Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms";

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Bus.DisposeAsync();
    }
}
