using System.Net;
using System.Text.Json.Nodes;
using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.Functions.SendMessage;

[Collection(StorageDefinition.Name)]
public sealed class SendMessageTests(StorageFixture storage)
{
    [Fact]
    public async Task A_send_to_an_account_reaches_each_device_by_its_own_sender()
    {
        await using var app = await HostedApp.StartAsync(storage.ConnectionString);
        await app.DeliverAsync("UpstreamMessage", Events.Register("send-1", "bob"));
        await app.DeliverAsync("UpstreamMessage", Events.Register("send-2", "bob", sender: Events.Second));

        var (status, json) = await app.PostAsync("/api/messages", """{"account":"bob","data":{"k":"v"},"report":"failures"}""");

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("""{"id":"request-1","recipients":2}""", json!.ToJsonString());
        var first = Assert.Single(app.Bus.On("downstream"));
        var second = Assert.Single(app.Bus.On("downstream-42"));
        Assert.Equal("""{"to":"send-1","data":{"k":"v"}}""", JsonNode.Parse(first.Body.Span)!.ToJsonString());
        Assert.Equal("send-2", (string?)JsonNode.Parse(second.Body.Span)!["to"]);
        Assert.Equal("failures", first.Properties["ccsbridge-report"]);
        Assert.Equal(("request-1", "request-1"), (first.CorrelationId, second.CorrelationId));
        Assert.Equal(Ids.SentBecauseOf("request-1", Events.Noon, Ids.Registration("com.example.app", "send-1")), first.MessageId);
    }

    [Theory]
    [InlineData("""{"to":"send-3"}""", "downstream-42")] // its registration's sender
    [InlineData("""{"to":"send-3","sender":"1234567890"}""", "downstream")]
    [InlineData("""{"to":"never-seen"}""", "downstream")]
    [InlineData("""{"to":"/topics/news"}""", "downstream")]
    [InlineData("""{"condition":"'a' in topics","sender":"42"}""", "downstream-42")]
    public async Task Which_sender_is_the_requests_else_the_registrations_else_the_first(string body, string queue)
    {
        await using var app = await HostedApp.StartAsync(storage.ConnectionString);
        await app.DeliverAsync("UpstreamMessage", Events.Register("send-3", "carol", sender: Events.Second));
        var (status, json) = await app.PostAsync("/api/messages", body);
        Assert.Equal((HttpStatusCode.Accepted, 1), (status, (int?)json!["recipients"]));
        Assert.Single(app.Bus.On(queue));
    }

    [Fact]
    public async Task An_outage_in_the_middle_sends_no_device_its_message_twice()
    {
        await using var app = await HostedApp.StartAsync(storage.ConnectionString);
        await app.DeliverAsync("UpstreamMessage", Events.Register("send-4", "dora"));
        await app.DeliverAsync("UpstreamMessage", Events.Register("send-5", "dora"));
        app.Bus.AnswerOnce(new SendOutcome.Confirmed());
        app.Bus.AnswerOnce(new SendOutcome.Unknown("link lost"));
        var (status, json) = await app.PushUntilAsync(app.PostAsync("/api/messages", """{"account":"dora"}"""));
        Assert.Equal((HttpStatusCode.Accepted, 2), (status, (int?)json!["recipients"]));
        Assert.Equal((4, 2), (app.Bus.Sends, app.Bus.Messages));
    }

    [Fact]
    public async Task An_account_without_devices_is_not_found()
    {
        await using var app = await HostedApp.StartAsync(storage.ConnectionString);
        var (status, problem) = await app.PostAsync("/api/messages", """{"account":"nobody"}""");
        AssertProblem(HttpStatusCode.NotFound, "account", status, problem);
    }

    [Fact]
    public async Task A_bus_that_stays_away_is_told_after_ten_seconds()
    {
        await using var app = await HostedApp.StartAsync();
        app.Bus.Always = new SendOutcome.Unknown("link lost");
        var (status, problem) = await app.PushUntilAsync(app.PostAsync("/api/messages", """{"to":"/topics/news"}"""));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 503), (status, (int?)problem!["status"]));
        Assert.InRange(app.Time.GetUtcNow() - Events.Noon, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task A_refused_request_is_a_problem_that_names_every_member()
    {
        await using var app = await HostedApp.StartAsync();
        var (status, problem) = await app.PostAsync("/api/messages", """{"to":"t","sender":"43","priority":"low"}""");
        AssertProblem(HttpStatusCode.BadRequest, "sender", status, problem);
        Assert.Equal("1234567890, 42", (string?)problem!["allowed"]);
        Assert.Equal(2, problem["errors"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_header_that_would_be_ignored_is_refused()
    {
        await using var app = await HostedApp.StartAsync();
        var (status, problem) = await app.PostAsync("/api/messages", """{"to":"t"}""", ("Idempotency-Key", "k-1"));
        AssertProblem(HttpStatusCode.BadRequest, "Idempotency-Key", status, problem);
        Assert.Equal(0, app.Bus.Sends);
    }

    [Fact]
    public async Task A_body_over_64_KiB_is_refused()
    {
        await using var app = await HostedApp.StartAsync();
        var (status, problem) = await app.PostAsync("/api/messages", $$"""{"to":"{{new string('t', 64 * 1024)}}"}""");
        AssertProblem(HttpStatusCode.RequestEntityTooLarge, "body", status, problem);
    }

    private static void AssertProblem(HttpStatusCode expected, string member, HttpStatusCode status, JsonNode? problem)
    {
        Assert.Equal(expected, status);
        Assert.Equal(member, (string?)problem!["member"]);
        Assert.Equal((int)expected, (int?)problem["status"]);
        Assert.NotNull(problem["found"]);
        Assert.NotNull(problem["allowed"]);
    }
}
