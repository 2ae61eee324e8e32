using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace CcsBridge.ServiceBus;

/// <summary>
/// The broker's <c>$cbs</c> node: presents a token for an audience before a link to it is attached, and again before the token is over.
/// Each request has its own pair of links: Service Bus closes links that stay idle, and renewals are 23 minutes apart.
/// </summary>
internal sealed class CbsNode(TimeProvider time)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private long _requests;

    public async Task<CbsAnswer> PutTokenAsync(Connection connection, string audience, CbsToken token, CancellationToken cancel)
    {
        var name = $"cbs-{Interlocked.Increment(ref _requests)}";
        var session = new Session(connection);
        try
        {
            var receiver = await AttachAsync(session, name, Receiver, cancel);
            var sender = await AttachAsync(session, name, Sender, cancel);
            var answer = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
            ((ReceiverLink)receiver.Link).Start(1, (_, message) => answer.TrySetResult(message));
            ((SenderLink)sender.Link).Send(Request(name, audience, token), deliveryState: null, callback: null, state: null);

            var first = await Task.WhenAny(answer.Task, receiver.Closed).WaitAsync(AnswerWithin, time, cancel);
            return first == answer.Task
                ? Read(await answer.Task, token)
                : new CbsAnswer.Failed($"$cbs: {Fault.Describe(await receiver.Closed)}");
        }
        finally
        {
            session.End();
        }
    }

    private async Task<AttachedLink> AttachAsync(Session session, string name, CreateLink create, CancellationToken cancel)
    {
        var attached = await AttachedLink.OpenAsync(session, name, create, time, cancel);
        return attached.Refusal is null ? attached : throw new AmqpException(attached.Refusal);
    }

    private static SenderLink Sender(Session session, string name, OnAttached attached) => new(
        session,
        name,
        new Attach
        {
            Source = new Source { Address = name },
            Target = new Target { Address = "$cbs" },
            SndSettleMode = SenderSettleMode.Settled,
        },
        attached);

    private static ReceiverLink Receiver(Session session, string name, OnAttached attached) => new(
        session,
        name,
        new Attach
        {
            Source = new Source { Address = "$cbs" },
            Target = new Target { Address = name },
            SndSettleMode = SenderSettleMode.Settled,
        },
        attached);

    private static Message Request(string name, string audience, CbsToken token) => new(token.Value)
    {
        Properties = new Properties { MessageId = name, ReplyTo = name },
        ApplicationProperties = new ApplicationProperties
        {
            ["operation"] = "put-token",
            ["type"] = token.Type,
            ["name"] = audience,
            ["expiration"] = token.ExpiresOn.UtcDateTime,
        },
    };

    private static CbsAnswer Read(Message answer, CbsToken token)
    {
        var properties = answer.ApplicationProperties?.Map ?? new Map();
        var text = properties.TryGetValue("status-description", out var words) ? words as string ?? "" : "";
        return properties.TryGetValue("status-code", out var code) ? code switch
        {
            200 or 202 => new CbsAnswer.Granted(token.ExpiresOn),
            401 or 403 => new CbsAnswer.Refused(ErrorCode.UnauthorizedAccess, text),
            404 => new CbsAnswer.Refused(ErrorCode.NotFound, text),
            _ => new CbsAnswer.Failed(string.Create(CultureInfo.InvariantCulture, $"$cbs answered {code}: {text}")),
        }
        : new CbsAnswer.Failed("$cbs answered without a status-code");
    }
}
