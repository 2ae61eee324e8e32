using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace CcsBridge.Functions.Registrations;

/// <summary>
/// Table <c>lookup</c>: hints from a token or an account to registration ids. A hint may be stale, never missing: it is written before
/// the row it points to, and whoever follows it checks the row.
/// </summary>
internal sealed class LookupTable(TableClient table)
{
    public Task CreateAsync(CancellationToken cancel) => table.CreateIfNotExistsAsync(cancel);

    public async Task AddAsync(Registration registration, CancellationToken cancel)
    {
        foreach (var partition in (string[])[TokenPartition(registration.Token), AccountPartition(registration.Account)])
            await table.UpsertEntityAsync(new TableEntity(partition, registration.Id), TableUpdateMode.Replace, cancel);
    }

    public IAsyncEnumerable<string> OfTokenAsync(string token, CancellationToken cancel) => IdsAsync(TokenPartition(token), cancel);

    public IAsyncEnumerable<string> OfAccountAsync(string account, CancellationToken cancel) => IdsAsync(AccountPartition(account), cancel);

    private async IAsyncEnumerable<string> IdsAsync(string partition, [EnumeratorCancellation] CancellationToken cancel)
    {
        var hints = table.QueryAsync<TableEntity>(hint => hint.PartitionKey == partition, select: ["RowKey"], cancellationToken: cancel);
        await foreach (var hint in hints)
            yield return hint.RowKey;
    }

    private static string TokenPartition(string token) => $"token-{Hash(token)}";

    private static string AccountPartition(string account) => $"account-{Hash(account)}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
