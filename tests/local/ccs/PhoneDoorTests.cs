using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CcsBridge.Local.Ccs;
using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Tests.Local.Ccs;

public sealed class PhoneDoorTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(30));
    private CcsEmulator _emulator = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new EndpointSettings { Senders = [new Sender("1234567890", "key-1")] };
        _emulator = await CcsEmulator.StartAsync(new CcsEmulatorOptions { Endpoint = settings, Tls = false }, _deadline.Token);
        _http = new HttpClient { BaseAddress = _emulator.DoorUri };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _emulator.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task A_phone_is_created_listed_and_uninstalled()
    {
        Assert.Equal(HttpStatusCode.Created, (await PutAsync("anna", """{"category":"com.example.chat"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("anna", "")).StatusCode);
        var phone = Assert.Single((await GetAsync("/phones")).EnumerateArray());
        Assert.Equal(
            "anna phone-anna-token com.example.chat 1234567890 True True 0 0",
            string.Join(' ', phone.EnumerateObject().Select(m => m.Value)));
        Assert.Equal(HttpStatusCode.NoContent, (await _http.DeleteAsync("/phones/anna", _deadline.Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("/phones/anna/send", "{}")).StatusCode);
    }

    [Fact]
    public async Task A_send_answers_its_message_id_and_goes_upstream()
    {
        await PutAsync("anna", "");
        await using var client = await WireClient.ConnectAsync(_emulator.Port, null, _deadline.Token);
        await client.LoginAsync();
        var sent = await PostAsync("/phones/anna/send", """{"action":"ping"}""");
        Assert.Equal("m-1", (await JsonAsync(sent)).GetProperty("message_id").GetString());
        await client.ReadUntilAsync("\"action\":\"ping\"");
        await PostAsync("/phones/anna/send?message_id=own", """{"action":"ping"}""");
        await client.ReadUntilAsync("\"message_id\":\"own\"");
    }

    [Fact]
    public async Task An_inbox_can_be_awaited()
    {
        await PutAsync("anna", "");
        Assert.Empty((await GetAsync("/phones/anna/inbox")).GetProperty("messages").EnumerateArray());
        var waiting = GetAsync("/phones/anna/inbox?wait=20");
        await using var client = await WireClient.ConnectAsync(_emulator.Port, null, _deadline.Token);
        await client.LoginAsync();
        await client.SayAsync(EndpointRig.Message("""{"to":"phone-anna-token","message_id":"d-1","data":{"k":"v"}}"""));
        var message = Assert.Single((await waiting).GetProperty("messages").EnumerateArray());
        Assert.Equal((1, "d-1"), (message.GetProperty("number").GetInt32(), message.GetProperty("message_id").GetString()));
        Assert.Equal("v", message.GetProperty("data").GetProperty("k").GetString());
        Assert.Empty((await GetAsync("/phones/anna/inbox?after=1")).GetProperty("messages").EnumerateArray());
    }

    [Theory]
    [InlineData("POST", "/phones/anna/send", """{"k":1}""", 400, "body")]
    [InlineData("POST", "/phones/anna/send", """{"k":"\ud800"}""", 400, "body")]
    [InlineData("POST", "/phones/anna/send", "ping", 400, "body")]
    [InlineData("POST", "/phones/bert/send", "{}", 404, "name")]
    [InlineData("GET", "/phones/bert/inbox", null, 404, "name")]
    [InlineData("GET", "/phones/anna/inbox?wait=61", null, 400, "wait")]
    [InlineData("PUT", "/phones/a%20b", "", 409, "name")]
    [InlineData("PUT", "/phones/bert", """{"colour":"red"}""", 400, "body")]
    [InlineData("DELETE", "/phones/bert", null, 404, "name")]
    [InlineData("POST", "/script/nack", null, 400, "code")]
    [InlineData("POST", "/script/nack?code=X&phone=bert", null, 400, "phone")]
    [InlineData("POST", "/script/drop?connection=9", null, 400, "connection")]
    [InlineData("POST", "/script/drain?signal=7", null, 400, "signal")]
    [InlineData("POST", "/script/hold?what=all", null, 400, "what")]
    public async Task Bad_input_is_answered_with_what_is_allowed(string method, string path, string? body, int status, string member)
    {
        await PutAsync("anna", "");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body);
        using var response = await _http.SendAsync(request, _deadline.Token);
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = await JsonAsync(response);
        Assert.Equal(member, problem.GetProperty("member").GetString());
        Assert.NotEqual("", problem.GetProperty("allowed").GetString());
        Assert.True(problem.TryGetProperty("found", out _));
    }

    [Fact]
    public async Task A_body_over_64_KiB_is_refused()
    {
        await PutAsync("anna", "");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync("/phones/anna/send", new string(' ', 65537))).StatusCode);
    }

    [Fact]
    public async Task Scripts_reach_the_wire()
    {
        await PutAsync("anna", "");
        await using var client = await WireClient.ConnectAsync(_emulator.Port, null, _deadline.Token);
        await client.LoginAsync();
        Assert.Equal("1234567890", Assert.Single((await GetAsync("/connections")).EnumerateArray()).GetProperty("sender").GetString());
        await PostAsync("/script/nack?code=SERVICE_UNAVAILABLE&phone=anna", "");
        await client.SayAsync(EndpointRig.Message("""{"to":"phone-anna-token","message_id":"d-1"}"""));
        await client.ReadUntilAsync("SERVICE_UNAVAILABLE");
        await PostAsync("/script/drain?seconds=60&signal=control", "");
        await client.ReadUntilAsync("CONNECTION_DRAINING");
        await PostAsync("/script/drop", "");
        await Assert.ThrowsAsync<IOException>(client.IsOverAsync);
    }

    private Task<HttpResponseMessage> PutAsync(string name, string body) =>
        _http.PutAsync($"/phones/{name}", new StringContent(body, Encoding.UTF8, "application/json"), _deadline.Token);

    private Task<HttpResponseMessage> PostAsync(string path, string body) =>
        _http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), _deadline.Token);

    private Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path, _deadline.Token);

    private Task<JsonElement> JsonAsync(HttpResponseMessage response) => response.Content.ReadFromJsonAsync<JsonElement>(_deadline.Token);
}
