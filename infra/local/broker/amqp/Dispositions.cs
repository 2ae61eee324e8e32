using Amqp.Framing;
using Amqp.Transactions;
using Amqp.Types;

namespace CcsBridge.Local.Broker;

/// <summary>What a client's disposition means to Service Bus (Service Bus AMQP protocol guide, "Settling").</summary>
internal static class Dispositions
{
    public static (Settlement? How, Error? Refused) Read(DeliveryState? state) => state switch
    {
        Accepted => (new Settlement.Complete(), null),
        Rejected rejected => (DeadLetter(rejected.Error), null),
        Modified { UndeliverableHere: true } => (null, Errors.NotImplemented("deferring a message is not offered by the local broker")),
        // Counted as a delivery whether or not delivery-failed is set: the clients abandon without it.
        Modified modified => (new Settlement.Abandon(Entries(modified.MessageAnnotations)), null),
        TransactionalState => (null, Errors.NotImplemented("transactions are not offered by the local broker")),
        _ => (new Settlement.Release(), null),
    };

    /// <summary>The same as a management request says it (<c>update-disposition</c>).</summary>
    public static (Settlement? How, ManagementAnswer? Refused) Read(Map asked)
    {
        var properties = Entries(asked.GetValueOrDefault("properties-to-modify") as Map);
        return asked.GetValueOrDefault("disposition-status") switch
        {
            "completed" => (new Settlement.Complete(), null),
            "abandoned" => (new Settlement.Abandon(properties), null),
            "suspended" => (new Settlement.DeadLetter(
                asked.GetValueOrDefault("deadletter-reason") as string,
                asked.GetValueOrDefault("deadletter-description") as string,
                properties), null),
            // Service Bus's own spelling.
            "defered" => (null, ManagementAnswer.NotImplemented(
                "update-disposition: deferring a message ('defered') is not offered by the local broker")),
            var other => (null, ManagementAnswer.BadArgument(
                $"disposition-status must be completed, abandoned or suspended, found '{other}'")),
        };
    }

    private static Settlement.DeadLetter DeadLetter(Error? error)
    {
        if (error is null)
            return new(null, null, new Dictionary<string, object>());
        var info = Entries(error.Info);
        info.Remove("DeadLetterReason", out var reason);
        info.Remove("DeadLetterErrorDescription", out var description);
        return error.Condition == "com.microsoft:dead-letter"
            ? new(reason as string, description as string ?? error.Description, info)
            : new(error.Condition, error.Description, info);
    }

    // Keys should be symbols; the JavaScript client writes strings, on which the library's own indexer throws.
    public static Dictionary<string, object> Entries(Dictionary<object, object>? map) =>
        map is null ? [] : map.Where(e => e.Value is not null).ToDictionary(e => e.Key.ToString()!, e => e.Value);
}
