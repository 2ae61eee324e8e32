using CcsBridge.Contracts;
using CcsBridge.Functions.HostProtocol;
using CcsBridge.Functions.Registrations;

namespace CcsBridge.Tests.Functions.Registrations;

[Collection(StorageDefinition.Name)]
public sealed class RegistrationTableTests(StorageFixture storage)
{
    private const string App = "com.example.app";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Registration Of(string token, string account, int second = 0, string sender = Events.First) =>
        new(App, token, account, sender, Events.Noon.AddSeconds(second));

    [Fact]
    public async Task A_registration_is_found_by_account_and_by_token()
    {
        var written = Of("by/account#and?token\\", "a1") with { SeenAt = Events.Noon.AddTicks(1_234_567) };
        await storage.Registrations.SaveAsync(written, Cancel);
        Assert.Equal([written], await storage.Registrations.OfAccountAsync("a1", 10, Cancel));
        Assert.Equal(written, await storage.Registrations.OfTokenAsync(written.Token, Cancel));
    }

    [Fact]
    public async Task The_row_lies_under_hashes_with_the_columns_that_people_look_for()
    {
        await storage.Registrations.SaveAsync(Of("columns", "a2"), Cancel);
        var row = await storage.RowAsync(App, "columns");
        Assert.Equal(Ids.Registration(App, "columns"), row!.RowKey);
        Assert.Equal(row.RowKey[..2], row.PartitionKey);
        Assert.Equal(
            ("a2", "columns", App, Events.First, Events.Noon, "active"),
            (row["account"], row["token"], row["category"], row["sender"], row["seenAt"], row["state"]));
    }

    [Theory]
    [InlineData(0, 1, "new")]
    [InlineData(1, 0, "old")]
    [InlineData(0, 0, "old")]
    public async Task The_later_event_wins_whichever_comes_first(int oldSecond, int newSecond, string stays)
    {
        var token = $"order-{oldSecond}-{newSecond}";
        await storage.Registrations.SaveAsync(Of(token, "old", oldSecond), Cancel);
        await storage.Registrations.SaveAsync(Of(token, "new", newSecond), Cancel);
        Assert.Equal(stays, (await storage.RowAsync(App, token))!["account"]);
    }

    [Fact]
    public async Task A_stale_hint_finds_nothing()
    {
        await storage.Registrations.SaveAsync(Of("moves", "a3"), Cancel);
        await storage.Registrations.SaveAsync(Of("moves", "a4", 1), Cancel);
        Assert.Empty(await storage.Registrations.OfAccountAsync("a3", 10, Cancel));
        Assert.Single(await storage.Registrations.OfAccountAsync("a4", 10, Cancel));
    }

    [Fact]
    public async Task Of_many_writers_at_once_the_latest_event_wins()
    {
        var order = Enumerable.Range(0, 12).ToArray();
        new Random(7).Shuffle(order);
        await Task.WhenAll(order.Select(second => storage.Registrations.SaveAsync(Of("crowd", $"crowd-{second}", second), Cancel)));
        Assert.Equal("crowd-11", (await storage.RowAsync(App, "crowd"))!["account"]);
    }

    [Fact]
    public async Task Tables_that_are_gone_are_made_again()
    {
        var registrations = storage.Registrations;
        await registrations.SaveAsync(Of("before", "a5"), Cancel);
        await storage.Service.GetTableClient("lookup").DeleteAsync(Cancel);
        await Assert.ThrowsAsync<OutageException>(() => registrations.SaveAsync(Of("after", "a5"), Cancel));
        await registrations.SaveAsync(Of("after", "a5"), Cancel);
        Assert.Single(await registrations.OfAccountAsync("a5", 10, Cancel));
    }

    [Fact]
    public async Task No_more_devices_are_read_than_were_asked_for()
    {
        foreach (var device in Enumerable.Range(0, 4))
            await storage.Registrations.SaveAsync(Of($"many-{device}", "a6"), Cancel);
        Assert.Equal(3, (await storage.Registrations.OfAccountAsync("a6", 3, Cancel)).Count);
    }
}
