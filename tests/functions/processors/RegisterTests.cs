using System.Net;

namespace CcsBridge.Tests.Functions.Processors;

[Collection(StorageDefinition.Name)]
public sealed class RegisterTests(StorageFixture storage)
{
    [Fact]
    public async Task A_device_that_registers_twice_has_one_row_and_hears_nothing()
    {
        await using var app = await HostedApp.StartAsync(storage.ConnectionString);
        var register = Events.Register("registers", "ann", sender: Events.Second);
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync("UpstreamMessage", register));
        var first = await storage.RowAsync("com.example.app", "registers");
        Assert.Equal(HttpStatusCode.OK, await app.DeliverAsync("UpstreamMessage", register));
        var second = await storage.RowAsync("com.example.app", "registers");
        Assert.Equal(("ann", Events.Second, Events.Noon), (first!["account"], first["sender"], first["seenAt"]));
        Assert.Equal(first.ETag, second!.ETag);
        Assert.Equal(0, app.Bus.Sends);
    }
}
