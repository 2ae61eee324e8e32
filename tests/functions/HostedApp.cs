using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CcsBridge.Contracts;
using CcsBridge.Functions;
using CcsBridge.ServiceBus;
using Microsoft.AspNetCore.Builder;

namespace CcsBridge.Tests.Functions;

/// <summary>The Functions app on a port of its own, as the host would call it. Time stands unless a test pushes it.</summary>
internal sealed class HostedApp : IAsyncDisposable
{
    /// <summary>A port that nobody listens on: storage that is away.</summary>
    public const string NoStorage =
        "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + "TableEndpoint=http://127.0.0.1:1/devstoreaccount1";

    private static readonly ServiceBusConnectionString LocalBus = ServiceBusConnectionString.Parse(
        "Endpoint=sb://127.0.0.1;SharedAccessKeyName=k;SharedAccessKey=a2V5;UseDevelopmentEmulator=true");

    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private int _requests;

    private HostedApp(string tables, bool allowUnverified, bool development)
    {
        var senders = new Senders(["1234567890", "42"]);
        var settings = new Settings(Port: 0, LocalBus, tables, senders, allowUnverified, development);
        _app = FunctionsApp.Build(settings, _ => Bus, Time, new Random(1), () => $"request-{++_requests}");
        _http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
    }

    public InMemoryBus Bus { get; } = new();

    public WaitingTime Time { get; } = new();

    public static async Task<HostedApp> StartAsync(string tables = NoStorage, bool allowUnverified = true, bool development = true)
    {
        var hosted = new HostedApp(tables, allowUnverified, development);
        await hosted._app.StartAsync();
        hosted._http.BaseAddress = new Uri(hosted._app.Urls.Single());
        return hosted;
    }

    /// <summary>Any call, with the answer's status and JSON (null where there is none).</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Json)> PostAsync(
        string path, string body, params (string Name, string Value)[] headers)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>An event, wrapped as the host wraps it.</summary>
    public async Task<HttpStatusCode> DeliverAsync(string function, BridgeEvent told) =>
        (await PostAsync($"/{function}", HostEnvelope.OfText(Encoding.UTF8.GetString(told.Body.Span)))).Status;

    public async Task<HttpStatusCode> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        return answer.StatusCode;
    }

    /// <summary>Lets every wait of the app pass until the call is answered.</summary>
    public async Task<T> PushUntilAsync<T>(Task<T> call)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await Task.WhenAny(call, Time.NextWaitAsync(guard.Token)) is Task<TimeSpan> wait)
            Time.Advance(await wait);
        return await call;
    }

    /// <summary>The stop that SIGTERM begins.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
