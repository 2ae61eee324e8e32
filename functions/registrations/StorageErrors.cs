using Azure;
using CcsBridge.Functions.HostProtocol;

namespace CcsBridge.Functions.Registrations;

/// <summary>What Table storage's errors mean here.</summary>
internal static class StorageErrors
{
    /// <summary>
    /// Any error that a call did not expect is an outage, a wrong key or a missing right too: the event is kept until that is put right.
    /// Null: not storage's.
    /// </summary>
    public static OutageException? Outage(Exception error, CancellationToken cancel) => error switch
    {
        RequestFailedException failed =>
            new OutageException($"Table storage: {failed.ErrorCode ?? "not reached"} (status {failed.Status})", failed),
        OperationCanceledException timeout when !cancel.IsCancellationRequested =>
            new OutageException("Table storage: no answer in time", timeout),
        _ => null,
    };

    /// <summary>False: the row was added, changed or removed by another since it was read.</summary>
    public static async Task<bool> UnlessChangedAsync(Func<Task<Response>> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (RequestFailedException error) when (error.Status is 404 or 409 or 412 && error.ErrorCode != "TableNotFound")
        {
            return false;
        }
    }
}
