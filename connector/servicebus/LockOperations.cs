using System.Collections;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace CcsBridge.ServiceBus;

/// <summary>What can be done with a message's lock without the link that it came on (operations on <c>$management</c>).</summary>
internal sealed class LockOperations(EntityManagement management)
{
    /// <summary>The link is the receiver's present one, if it has one.</summary>
    public async Task<LockRenewal> RenewAsync(Guid lockToken, string? linkName, CancellationToken cancel)
    {
        var request = Request("com.microsoft:renew-lock", lockToken, []);
        if (linkName is not null) request.ApplicationProperties["associated-link-name"] = linkName;
        return await management.AskAsync(request, cancel) switch
        {
            ManagementAnswer.Done done => Renewed(done.Body),
            ManagementAnswer.Refused { IsLockLost: true } => new LockRenewal.Lost(),
            ManagementAnswer.Refused refused => new LockRenewal.NotConfirmed(ManagementAnswer.Describe(refused)),
            ManagementAnswer.Unheard unheard => new LockRenewal.NotConfirmed(unheard.Reason),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no answer"),
        };
    }

    /// <summary>
    /// Confirmed or LockLost. A released message is left to its lock: <c>abandoned</c>, the nearest word here, raises its delivery count.
    /// </summary>
    public async Task<Settlement> SettleAsync(Guid lockToken, SettleAs how, CancellationToken cancel)
    {
        var words = how switch
        {
            SettleAs.Complete => new Map { ["disposition-status"] = "completed" },
            SettleAs.DeadLetter dead => new Map
            {
                ["disposition-status"] = "suspended",
                ["deadletter-reason"] = SettledState.Cut(dead.Reason),
                ["deadletter-description"] = SettledState.Cut(dead.Description),
            },
            _ => null,
        };
        if (words is null) return Settlement.LockLost;
        var answer = await management.AskAsync(Request("com.microsoft:update-disposition", lockToken, words), cancel);
        return answer is ManagementAnswer.Done ? Settlement.Confirmed : Settlement.LockLost;
    }

    private static Message Request(string operation, Guid lockToken, Map body)
    {
        // An AMQP array of uuid; a list is refused.
        body["lock-tokens"] = new[] { lockToken };
        return new Message
        {
            Properties = new Properties(),
            ApplicationProperties = new ApplicationProperties
            {
                ["operation"] = operation,
                ["com.microsoft:server-timeout"] = (uint)EntityManagement.AnswerWithin.TotalMilliseconds,
            },
            BodySection = new AmqpValue { Value = body },
        };
    }

    private static LockRenewal Renewed(Map body) =>
        body.TryGetValue("expirations", out var times) && times is IList { Count: 1 } list && list[0] is DateTime until
            ? new LockRenewal.Renewed(new DateTimeOffset(DateTime.SpecifyKind(until, DateTimeKind.Utc)))
            : new LockRenewal.NotConfirmed("$management renewed a lock without saying until when");
}
