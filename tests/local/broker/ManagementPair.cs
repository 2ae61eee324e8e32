using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace CcsBridge.Tests.Local.Broker;

/// <summary>A plain client's pair of links to an entity's <c>$management</c>.</summary>
internal sealed class ManagementPair(SenderLink requests, ReceiverLink replies, string replyTo)
{
    private int _asked;

    /// <summary>Sends a request; its answer, which belongs to it.</summary>
    public async Task<Message> AskAsync(string operation, Map body)
    {
        var id = $"request{++_asked}";
        await requests.SendAsync(
            new Message
            {
                Properties = new Properties { MessageId = id, ReplyTo = replyTo },
                ApplicationProperties = new() { ["operation"] = operation, ["com.microsoft:server-timeout"] = 60_000u },
                BodySection = new AmqpValue { Value = body },
            },
            AmqpPeer.Deadline);
        var answer = await AmqpPeer.NextAsync(replies);
        Assert.Equal(id, answer.Properties.CorrelationId);
        Assert.IsType<Map>(((AmqpValue)answer.BodySection).Value);
        return answer;
    }

    public Task<Message> RenewAsync(params Guid[] tokens) => AskAsync("com.microsoft:renew-lock", new() { ["lock-tokens"] = tokens });

    public Task<Message> SettleAsync(Message received, string status, string? reason = null, string? description = null)
    {
        var asked = new Map { ["lock-tokens"] = new[] { Token(received) }, ["disposition-status"] = status };
        if (reason is not null)
            asked["deadletter-reason"] = reason;
        if (description is not null)
            asked["deadletter-description"] = description;
        return AskAsync("com.microsoft:update-disposition", asked);
    }

    public static Guid Token(Message received) => new(received.DeliveryTag);

    public static (object Code, object? Condition) Word(Message answer) =>
        (answer.ApplicationProperties["statusCode"], answer.ApplicationProperties["errorCondition"]);
}
