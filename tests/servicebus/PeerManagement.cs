using System.Threading.Channels;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace CcsBridge.Tests.ServiceBus;

/// <summary>The client's pair of links to a <c>$management</c> node, seen from the peer: its requests, to be answered by the test.</summary>
internal sealed class PeerManagement(ListenerLink replies, Attach attach) : LinkEndpoint
{
    private readonly Channel<Message> _requests = Channel.CreateUnbounded<Message>();

    public ListenerLink Replies => replies;

    /// <summary>Where the client wants its answers.</summary>
    public string ReplyTo => ((Target)attach.Target).Address;

    public Task<Message> RequestAsync() => _requests.NextAsync();

    public void Answer(Message request, int status, Map? body = null, object? errorCondition = null)
    {
        var answer = new Message
        {
            Properties = new Properties { CorrelationId = request.Properties.MessageId },
            ApplicationProperties = new ApplicationProperties { ["statusCode"] = status, ["statusDescription"] = "as the test says" },
            BodySection = new AmqpValue { Value = body ?? [] },
        };
        if (errorCondition is not null) answer.ApplicationProperties["errorCondition"] = errorCondition;
        replies.SendMessage(answer);
    }

    public void Renew(Message request, DateTime until) => Answer(request, 200, new Map { ["expirations"] = new[] { until } });

    public override void OnMessage(MessageContext messageContext) => _requests.Writer.TryWrite(messageContext.Message);

    public override void OnFlow(FlowContext flowContext) { }

    public override void OnDisposition(DispositionContext dispositionContext) { }
}
