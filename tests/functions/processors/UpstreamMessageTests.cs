using System.Net;
using System.Text.Json.Nodes;
using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.Functions.Processors;

public sealed class UpstreamMessageTests
{
    [Theory]
    [InlineData(Events.First, "downstream")]
    [InlineData(Events.Second, "downstream-42")]
    public async Task An_echo_goes_back_to_the_device_on_its_senders_queue(string sender, string queue)
    {
        await using var app = await HostedApp.StartAsync();
        await app.DeliverAsync("UpstreamMessage", Events.Upstream("token-1", Events.Noon, sender, "action", "echo", "k", "v"));
        var sent = Json(Assert.Single(app.Bus.On(queue)));
        Assert.Equal("token-1", (string?)sent["to"]);
        Assert.Equal("""{"action":"echo.reply","k":"v"}""", sent["data"]!.ToJsonString());
    }

    [Fact]
    public async Task An_event_handled_twice_sends_once_and_a_later_equal_one_sends_again()
    {
        await using var app = await HostedApp.StartAsync();
        var echo = Events.Upstream("token-1", Events.Noon, Events.First, "action", "echo");
        await app.DeliverAsync("UpstreamMessage", echo);
        await app.DeliverAsync("UpstreamMessage", echo);
        Assert.Equal((2, 1), (app.Bus.Sends, app.Bus.Messages));

        await app.DeliverAsync("UpstreamMessage", Events.Upstream("token-1", Events.Noon.AddHours(1), Events.First, "action", "echo"));
        var sent = app.Bus.On("downstream");
        Assert.Equal(2, sent.Count);
        Assert.Equal(Ids.SentBecauseOf(echo.Id, Events.Noon, "reply"), sent[0].MessageId);
        Assert.All(sent, message => Assert.Equal(echo.Id, message.CorrelationId));
    }

    [Fact]
    public async Task Echo_is_answered_in_development_alone()
    {
        await using var app = await HostedApp.StartAsync(development: false);
        var status = await app.DeliverAsync("UpstreamMessage", Events.Upstream("token-1", Events.Noon, Events.First, "action", "echo"));
        Assert.Equal((HttpStatusCode.OK, 0), (status, app.Bus.Sends));
    }

    [Theory]
    [InlineData("action", "of.an.app")]
    [InlineData("k", "v")]
    public async Task An_unknown_action_is_dropped(string name, string value)
    {
        await using var app = await HostedApp.StartAsync();
        var status = await app.DeliverAsync("UpstreamMessage", Events.Upstream("token-1", Events.Noon, Events.First, name, value));
        Assert.Equal((HttpStatusCode.OK, 0), (status, app.Bus.Sends));
    }

    [Theory]
    [InlineData("google.key", "v", "data: found the key")]
    [InlineData("k", null, "data: found 4")]
    public async Task An_echo_of_what_may_not_go_down_is_refused_with_the_reason(string name, string? value, string reason)
    {
        await using var app = await HostedApp.StartAsync();
        value ??= new string('x', 4096);
        await app.DeliverAsync("UpstreamMessage", Events.Upstream("token-1", Events.Noon, Events.First, "action", "echo", name, value));
        AssertRefused(app, about: "echo", reason);
    }

    [Fact]
    public async Task A_registration_without_proof_is_refused_unless_allowed()
    {
        await using var app = await HostedApp.StartAsync(allowUnverified: false);
        var register = Events.Register("token-1", "ann");
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync("UpstreamMessage", register));
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync("UpstreamMessage", register));
        AssertRefused(app, about: "register", "only on one machine");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task A_registration_for_no_possible_account_is_refused(int length)
    {
        await using var app = await HostedApp.StartAsync();
        await app.DeliverAsync("UpstreamMessage", Events.Register("token-1", new string('a', length)));
        AssertRefused(app, about: "register", $"account: found {length} characters");
    }

    [Fact]
    public async Task A_token_that_nothing_can_be_sent_to_is_not_registered()
    {
        await using var app = await HostedApp.StartAsync(HostedApp.NoStorage);
        var register = Events.Register(new string('t', 4097), "ann");
        Assert.Equal((HttpStatusCode.OK, 0), (await app.DeliverAsync("UpstreamMessage", register), app.Bus.Sends));
    }

    [Fact]
    public async Task A_registration_that_names_no_account_is_refused()
    {
        await using var app = await HostedApp.StartAsync();
        await app.DeliverAsync("UpstreamMessage", Events.Upstream("token-1", Events.Noon, Events.First, "action", "register"));
        AssertRefused(app, about: "register", "account: found no such member");
    }

    [Fact]
    public async Task An_answer_for_a_sender_that_is_not_listed_is_kept_and_not_lost()
    {
        await using var app = await HostedApp.StartAsync();
        var echo = Events.Upstream("token-1", Events.Noon, "777", "action", "echo");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await app.PushUntilAsync(app.DeliverAsync("UpstreamMessage", echo)));
    }

    private static void AssertRefused(HostedApp app, string about, string reason)
    {
        var data = Json(Assert.Single(app.Bus.On("downstream")))["data"]!;
        Assert.Equal("error", (string?)data["action"]);
        Assert.Equal(about, (string?)data["about"]);
        Assert.Contains(reason, (string?)data["reason"], StringComparison.Ordinal);
    }

    private static JsonNode Json(BusMessage message) => JsonNode.Parse(message.Body.Span)!;
}
