using System.Net;
using System.Text;
using System.Text.Json;
using CcsBridge.Local.FunctionsRuntime;
using CcsBridge.Local.Processes;

namespace CcsBridge.Tests.Local.FunctionsRuntime;

public sealed class HttpFunctionsTests : IAsyncLifetime
{
    private readonly AppFolder _app = new AppFolder()
        .With("MessageStatus", AppFolder.HttpGet)
        .With("SendMessage", AppFolder.Http("messages", """["post"]"""))
        .With("Refuse", AppFolder.Http("refuse"))
        .With("Die", AppFolder.Http("die"));
    private readonly HostLines _lines = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private FunctionsHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await FunctionsHost.StartAsync(Options(), Cancel);
        _http.BaseAddress = _host.Door;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _http.Dispose();
        _app.Dispose();
    }

    [Fact]
    public async Task A_request_goes_to_the_handler_as_it_came_and_its_answer_comes_back_unchanged()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/messages?tag=a%2Fb")
        {
            Content = new StringContent("""{"to":"device"}""", Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", "k-1" }, { "User-Agent", "test/1.0" }, { "Host", "push.example" } },
        };

        using var answer = await _http.SendAsync(request, Cancel);
        var seen = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        var headers = seen.GetProperty("headers");

        Assert.Equal((HttpStatusCode.Created, "/elsewhere"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal(["yes"], answer.Headers.GetValues("x-handler"));
        Assert.Equal("POST", seen.GetProperty("method").GetString());
        Assert.Equal("/api/messages?tag=a%2Fb", seen.GetProperty("url").GetString());
        Assert.Equal("""{"to":"device"}""", seen.GetProperty("body").GetString());
        Assert.Equal("k-1", headers.GetProperty("idempotency-key").GetString());
        Assert.Equal("push.example", headers.GetProperty("host").GetString());
        Assert.Equal("test/1.0 Azure-Functions-Host/4.1037.0", headers.GetProperty("user-agent").GetString());
        Assert.True(Guid.TryParse(headers.GetProperty("x-azure-functions-invocationid").GetString(), out _));
    }

    [Theory]
    [InlineData("GET", "api/messages/42", HttpStatusCode.Created)]
    [InlineData("GET", "api/messages/word", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "api/messages/42", HttpStatusCode.NotFound)]
    [InlineData("GET", "api/messages", HttpStatusCode.NotFound)]
    [InlineData("GET", "messages/42", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "api/refuse", HttpStatusCode.MethodNotAllowed)]
    public async Task Route_constraint_and_method_decide_who_is_called(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _http.SendAsync(request, Cancel);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_handler_that_dies_is_started_again_and_the_next_call_waits_for_it()
    {
        var first = (await _host.HandlerAsync(Cancel)).Id;

        using var broken = await _http.GetAsync("api/die", Cancel);
        await _lines.FirstAsync(line => line.Text == "the handler process ended (exit code 3); starting it again");
        using var answer = await _http.GetAsync("api/messages/1", Cancel);

        Assert.Equal(HttpStatusCode.InternalServerError, broken.StatusCode);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.NotEqual(first, (await _host.HandlerAsync(Cancel)).Id);
    }

    [Fact]
    public async Task The_handler_gets_the_settings_and_is_asked_to_end()
    {
        await (await FunctionsHost.StartAsync(Options(), Cancel)).DisposeAsync();

        Assert.True(_lines.Any(line => line.Text == $"COLOUR=green root={_app.Path}"));
        Assert.True(_lines.Any(line => line is { Source: HostLine.Handler, Text: "asked to end" }));
    }

    [Fact]
    public void Keys_that_are_not_checked_are_spoken_of()
    {
        Assert.True(_lines.Any(line => line.Text == "HTTP is open on this machine: the keys that Azure asks for are not checked (MessageStatus)"));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        var refusal = await Assert.ThrowsAsync<CannotStartException>(
            () => FunctionsHost.StartAsync(Options() with { HttpPort = _host.Door.Port }, Cancel));

        Assert.Contains($"port {_host.Door.Port} is in use", refusal.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FunctionsHostOptions Options() => new()
    {
        AppFolder = _app.Path,
        Settings = new Dictionary<string, string> { ["COLOUR"] = "green" },
        OnLine = _lines.Add,
    };
}
