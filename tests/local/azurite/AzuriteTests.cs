using Azure.Data.Tables;
using CcsBridge.Local;
using CcsBridge.Local.Npm;
using CcsBridge.Local.Processes;
using CcsBridge.Tests.House;

namespace CcsBridge.Tests.Local;

public sealed class AzuriteTests
{
    private static readonly string Folder = Repository.Path("infra", "local", "azurite");

    [Fact]
    public async Task A_row_that_was_added_is_read_and_a_second_run_installs_nothing()
    {
        await using (await Azurite.StartAsync(Folder, say: _ => { }, onLine: null, TimeProvider.System, Cancel))
        {
        }

        var said = new List<string>();
        await using var azurite = await Azurite.StartAsync(Folder, said.Add, onLine: null, TimeProvider.System, Cancel);
        var table = new TableClient(azurite.ConnectionString, "registrations");
        await table.CreateAsync(Cancel);
        await table.AddEntityAsync(new TableEntity("a7", "row") { ["token"] = "device-1" }, Cancel);

        TableEntity row = await table.GetEntityAsync<TableEntity>("a7", "row", cancellationToken: Cancel);

        Assert.Equal("device-1", row["token"]);
        Assert.Empty(said);
    }

    [Fact]
    public void Neither_package_file_names_a_registry()
    {
        foreach (var file in new[] { "package.json", "package-lock.json", ".npmrc" })
        {
            var text = File.ReadAllText(Path.Combine(Folder, file));
            Assert.DoesNotContain("\"resolved\": \"http", text, StringComparison.Ordinal);
            Assert.DoesNotContain("registry=", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("v16.20.2")]
    [InlineData("nonsense")]
    public void An_old_Node_is_refused_with_what_was_found_and_what_to_do(string version)
    {
        var refusal = Assert.Throws<CannotStartException>(() => NodeRuntime.RequireVersion("/usr/bin/node", version));

        Assert.Contains($"needs Node.js 18 or newer; found {version} at /usr/bin/node. Install Node.js 20", refusal.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
