using Azure.Data.Tables;
using CcsBridge.Functions.HostProtocol;

namespace CcsBridge.Functions.Registrations;

/// <summary>
/// The registrations: table <c>registrations</c> is the truth, table <c>lookup</c> holds hints to it. Order is the events' time, not
/// the order of arrival: older writes lose. Throws <see cref="OutageException"/> while storage is away.
/// </summary>
internal sealed class RegistrationTable(TableServiceClient service)
{
    private const int MostTries = 20;

    private readonly TableClient _truth = service.GetTableClient("registrations");
    private readonly LookupTable _lookup = new(service.GetTableClient("lookup"));
    private volatile bool _created;

    /// <summary>Writes the registration unless the row is as new or newer.</summary>
    public Task SaveAsync(Registration registration, CancellationToken cancel) => RunAsync(async () =>
    {
        await _lookup.AddAsync(registration, cancel);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await TrySaveAsync(registration, cancel))
                return true;
        }

        throw Contended();
    }, cancel);

    /// <summary>Removes a token's registrations with that sender that were last seen before then.</summary>
    public Task RemoveAsync(string token, string sender, DateTimeOffset before, CancellationToken cancel) => RunAsync(async () =>
    {
        await foreach (var id in _lookup.OfTokenAsync(token, cancel))
        {
            var tries = 0;
            while (!await TryRemoveAsync(id, token, sender, before, cancel))
            {
                if (++tries == MostTries)
                    throw Contended();
            }
        }

        return true;
    }, cancel);

    /// <summary>The devices of an account, at most so many. Ask for one more than you can serve to know that there are more.</summary>
    public Task<IReadOnlyList<Registration>> OfAccountAsync(string account, int most, CancellationToken cancel) =>
        FollowAsync(lookup => lookup.OfAccountAsync(account, cancel), found => found.Account == account, most, cancel);

    /// <summary>The registration of a token; the one seen last, should several apps share it.</summary>
    public async Task<Registration?> OfTokenAsync(string token, CancellationToken cancel) =>
        (await FollowAsync(lookup => lookup.OfTokenAsync(token, cancel), found => found.Token == token, most: 10, cancel))
            .MaxBy(found => found.SeenAt);

    private Task<IReadOnlyList<Registration>> FollowAsync(
        Func<LookupTable, IAsyncEnumerable<string>> hints, Func<Registration, bool> isTrue, int most, CancellationToken cancel) =>
        RunAsync<IReadOnlyList<Registration>>(async () =>
        {
            var found = new List<Registration>();
            await foreach (var id in hints(_lookup))
            {
                if (await RowAsync(id, cancel) is { } row && RegistrationRow.Read(row) is { } registration && isTrue(registration))
                    found.Add(registration);
                if (found.Count == most)
                    break;
            }

            return found;
        }, cancel);

    // False: another writer came between; look again.
    private async Task<bool> TrySaveAsync(Registration registration, CancellationToken cancel)
    {
        var row = await RowAsync(registration.Id, cancel);
        if (row?.GetDateTimeOffset("seenAt") >= registration.SeenAt)
            return true;
        var written = RegistrationRow.Of(registration);
        return await StorageErrors.UnlessChangedAsync(() => row is null
            ? _truth.AddEntityAsync(written, cancel)
            : _truth.UpdateEntityAsync(written, row.ETag, TableUpdateMode.Replace, cancel));
    }

    private async Task<bool> TryRemoveAsync(string id, string token, string sender, DateTimeOffset before, CancellationToken cancel)
    {
        if (await RowAsync(id, cancel) is not { } row || RegistrationRow.Read(row) is not { } found)
            return true;
        if (found.Token != token || found.Sender != sender || found.SeenAt >= before)
            return true;
        return await StorageErrors.UnlessChangedAsync(() => _truth.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancel));
    }

    private async Task<TableEntity?> RowAsync(string id, CancellationToken cancel)
    {
        var answer = await _truth.GetEntityIfExistsAsync<TableEntity>(RegistrationRow.Partition(id), id, cancellationToken: cancel);
        return answer.HasValue ? answer.Value : null;
    }

    private async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        try
        {
            if (!_created)
            {
                await _lookup.CreateAsync(cancel);
                await _truth.CreateIfNotExistsAsync(cancel);
                _created = true;
            }

            return await call();
        }
        catch (Exception error) when (StorageErrors.Outage(error, cancel) is { } outage)
        {
            // The tables themselves may be gone: a storage in memory that was started again.
            _created = false;
            throw outage;
        }
    }

    private static OutageException Contended() => new($"a registration was changed by others {MostTries} times in a row");
}
