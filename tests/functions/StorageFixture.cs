using Azure.Data.Tables;
using CcsBridge.Functions.Registrations;
using CcsBridge.Local;
using CcsBridge.Tests.House;

namespace CcsBridge.Tests.Functions;

/// <summary>
/// Table storage for the tests that need it: Azurite, installed if need be, started once. Each test has tokens and accounts of its own.
/// </summary>
public sealed class StorageFixture : IAsyncLifetime
{
    private Azurite? _azurite;

    public string ConnectionString => _azurite!.ConnectionString;

    internal TableServiceClient Service => new(ConnectionString);

    internal RegistrationTable Registrations => new(Service);

    public async ValueTask InitializeAsync() => _azurite = await Azurite.StartAsync(
        Repository.Path("infra", "local", "azurite"), say: _ => { }, onLine: null, TimeProvider.System,
        TestContext.Current.CancellationToken);

    /// <summary>The row as it lies there; null if there is none.</summary>
    public async Task<TableEntity?> RowAsync(string category, string token)
    {
        var id = CcsBridge.Contracts.Ids.Registration(category, token);
        var answer = await Service.GetTableClient("registrations").GetEntityIfExistsAsync<TableEntity>(id[..2], id);
        return answer.HasValue ? answer.Value : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }
}

/// <summary>Classes of this collection share one Azurite.</summary>
[CollectionDefinition(Name)]
public sealed class StorageDefinition : ICollectionFixture<StorageFixture>
{
    public const string Name = "Table storage";
}
