using System.Net;
using CcsBridge.Contracts;

namespace CcsBridge.Tests.Functions;

[Collection(StorageDefinition.Name)]
public sealed class DeliveryOutcomeTests(StorageFixture storage)
{
    private const string App = "com.example.app";
    private const string Gone = "DEVICE_UNREGISTERED";

    [Theory]
    [InlineData("older", Gone, 1, Events.First, false)] // sent after it was last seen: gone
    [InlineData("newer", Gone, -1, Events.First, true)] // registered again after the sending
    [InlineData("same", Gone, 0, Events.First, true)]
    [InlineData("other-sender", Gone, 1, Events.Second, true)]
    [InlineData("unsent", Gone, null, Events.First, true)]
    [InlineData("other-error", "BAD_REGISTRATION", 1, Events.First, true)]
    public async Task Only_a_device_known_to_have_uninstalled_since_is_forgotten(
        string token, string error, int? sentAfter, string sender, bool stays)
    {
        await using var app = await HostedApp.StartAsync(storage.ConnectionString);
        await app.DeliverAsync("UpstreamMessage", Events.Register(token, "outcomes"));
        var sentAt = sentAfter is { } seconds ? Events.Noon.AddSeconds(seconds) : (DateTimeOffset?)null;
        var outcome = Events.Rejected(token, error, sentAt, sender);
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync("DeliveryOutcome", outcome));
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync("DeliveryOutcome", outcome));
        Assert.Equal(stays, await storage.RowAsync(App, token) is not null);
    }

    [Fact]
    public async Task An_uninstalled_device_that_registers_again_is_back()
    {
        await using var app = await HostedApp.StartAsync(storage.ConnectionString);
        await app.DeliverAsync("UpstreamMessage", Events.Register("returns", "outcomes"));
        await app.DeliverAsync("DeliveryOutcome", Events.Rejected("returns", Gone, Events.Noon.AddSeconds(1)));
        await app.DeliverAsync("UpstreamMessage", Events.Register("returns", "outcomes", Events.Noon.AddSeconds(2)));
        Assert.NotNull(await storage.RowAsync(App, "returns"));
    }

    [Fact]
    public async Task An_accepted_message_asks_for_nothing()
    {
        await using var app = await HostedApp.StartAsync(HostedApp.NoStorage);
        var accepted = new EventWriter(Events.First).Accepted(
            new DownstreamAccepted("m-1", 1, Events.Noon, "token-1"), new FirstReceipt("downstream", 42, Events.Noon), null, Events.Noon);
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync("DeliveryOutcome", accepted));
    }
}
