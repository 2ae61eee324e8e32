using Azure.Data.Tables;

namespace CcsBridge.Functions.Registrations;

/// <summary>
/// A registration as a row of the table <c>registrations</c>: 256 partitions by the id's first two digits. Keys are hashes, for a token
/// may hold <c>/ # ? \</c>.
/// </summary>
internal static class RegistrationRow
{
    private const string Active = "active";

    public static string Partition(string id) => id[..2];

    public static TableEntity Of(Registration registration) => new(Partition(registration.Id), registration.Id)
    {
        ["account"] = registration.Account,
        ["token"] = registration.Token,
        ["category"] = registration.Category,
        ["sender"] = registration.Sender,
        ["seenAt"] = registration.SeenAt.ToUniversalTime(),
        ["state"] = Active,
    };

    /// <summary>Null: not active, or not a row of ours.</summary>
    public static Registration? Read(TableEntity row) =>
        row.GetString("state") == Active
        && row.GetString("account") is { } account && row.GetString("token") is { } token && row.GetString("category") is { } category
        && row.GetString("sender") is { } sender && row.GetDateTimeOffset("seenAt") is { } seenAt
            ? new Registration(category, token, account, sender, seenAt)
            : null;
}
