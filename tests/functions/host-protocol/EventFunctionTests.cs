using System.Net;
using System.Text;
using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.Functions.HostProtocol;

public sealed class EventFunctionTests
{
    private static readonly BridgeEvent Echo = Events.Upstream("token-1", Events.Noon, Events.First, "action", "echo", "k", "v");

    [Fact]
    public async Task Any_answer_to_the_root_tells_the_host_that_the_app_is_ready()
    {
        await using var app = await HostedApp.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await app.GetAsync("/"));
    }

    [Fact]
    public async Task A_handled_event_is_answered_as_the_host_wants_it()
    {
        await using var app = await HostedApp.StartAsync();
        var (status, json) = await app.PostAsync("/UpstreamMessage", HostEnvelope.OfText(Encoding.UTF8.GetString(Echo.Body.Span)));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"Outputs":{},"Logs":[],"ReturnValue":null}""", json!.ToJsonString());
        Assert.Equal(1, app.Bus.Messages);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("""{"specversion":"1.0","id":"e-1"}""")]
    public Task What_is_no_event_is_recorded_by_its_origin_and_done_with(string text) => AssertPoisonAsync(text);

    [Theory]
    [InlineData("e-1", "ccsbridge.upstream.message.v1", "null")]
    [InlineData("e-1", "ccsbridge.upstream.message.v1", """{"from":"t"}""")]
    [InlineData("e-1", "ccsbridge.upstream.message.v1", """{"\ud800":1}""")]
    [InlineData("\\ud800", "ccsbridge.upstream.message.v1", "{}")]
    [InlineData("e-1", "of.another.kind", "{}")]
    public Task An_event_with_unreadable_parts_is_recorded_by_its_origin_and_done_with(string id, string type, string data) =>
        AssertPoisonAsync(
            $$"""{"specversion":"1.0","id":"{{id}}","source":"/ccs/1","type":"{{type}}","""
            + $$""" "time":"2026-01-01T00:00:00Z","data":{{data}} }""");

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("""{"Data":{}}""")]
    [InlineData("""{"Data":{"other":"x"}}""")]
    [InlineData("null")]
    public async Task A_call_that_is_not_the_hosts_completes_nothing(string body)
    {
        await using var app = await HostedApp.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync("/UpstreamMessage", body)).Status);
    }

    [Fact]
    public async Task A_short_outage_is_outlived_within_the_call()
    {
        await using var app = await HostedApp.StartAsync();
        app.Bus.AnswerOnce(new SendOutcome.Unknown("link lost"));
        app.Bus.AnswerOnce(new SendOutcome.Refused(RefusalScope.Entity, "amqp:resource-limit-exceeded", "full"));
        var status = await app.PushUntilAsync(app.DeliverAsync("UpstreamMessage", Echo));
        Assert.Equal((HttpStatusCode.OK, 3, 1), (status, app.Bus.Sends, app.Bus.Messages));
    }

    [Fact]
    public async Task A_long_outage_gives_the_event_back_after_four_minutes()
    {
        await using var app = await HostedApp.StartAsync();
        app.Bus.Always = new SendOutcome.Unknown("link lost");
        var status = await app.PushUntilAsync(app.DeliverAsync("UpstreamMessage", Echo));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.True(app.Time.GetUtcNow() - Events.Noon >= TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task Storage_that_is_away_is_an_outage_too()
    {
        await using var app = await HostedApp.StartAsync(HostedApp.NoStorage);
        var status = await app.PushUntilAsync(app.DeliverAsync("UpstreamMessage", Events.Register("token-1", "ann")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
    }

    [Fact]
    public async Task What_the_bus_refuses_for_itself_is_a_bug_and_gives_the_event_back_at_once()
    {
        await using var app = await HostedApp.StartAsync();
        app.Bus.AnswerOnce(new SendOutcome.Refused(RefusalScope.Message, "com.microsoft:argument-error", "no"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await app.DeliverAsync("UpstreamMessage", Echo));
    }

    [Fact]
    public async Task A_stop_gives_waiting_events_back()
    {
        await using var app = await HostedApp.StartAsync();
        app.Bus.Always = new SendOutcome.Unknown("link lost");
        var call = app.DeliverAsync("UpstreamMessage", Echo);
        await app.Bus.Tried.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await app.StopAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await call);
    }

    private static async Task AssertPoisonAsync(string text)
    {
        await using var app = await HostedApp.StartAsync();
        var (status, json) = await app.PostAsync("/UpstreamMessage", HostEnvelope.OfText(text));
        Assert.Equal(HttpStatusCode.OK, status);
        var line = json!["Logs"]!.AsArray().Single()!.GetValue<string>();
        Assert.Contains("sequence number 77, message id m-1, delivery 1", line, StringComparison.Ordinal);
    }
}
