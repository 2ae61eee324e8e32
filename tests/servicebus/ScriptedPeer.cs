using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.ServiceBus;

/// <summary>An AMQP listener that does what a test tells it: it opens every link unless told to refuse, and says nothing by itself.</summary>
internal sealed class ScriptedPeer : IAsyncDisposable, ILinkProcessor
{
    private readonly Channel<PutToken> _tokens = Channel.CreateUnbounded<PutToken>();
    private readonly Channel<PeerInLink> _inLinks = Channel.CreateUnbounded<PeerInLink>();
    private readonly Channel<PeerOutLink> _outLinks = Channel.CreateUnbounded<PeerOutLink>();
    private readonly Channel<PeerManagement> _nodes = Channel.CreateUnbounded<PeerManagement>();
    private readonly ConcurrentDictionary<string, PeerManagement> _opening = new();
    private readonly ConcurrentDictionary<string, ListenerLink> _replies = new();
    private readonly ContainerHost _host;

    private ScriptedPeer(int port)
    {
        Port = port;
        _host = new ContainerHost(new Address($"amqp://127.0.0.1:{port}"));
        _host.Listeners[0].SASL.EnableAnonymousMechanism = true;
        _host.Listeners[0].HandlerFactory = _ => new LockTokenTags();
        _host.RegisterLinkProcessor(this);
        _host.Open();
    }

    public int Port { get; }

    public ServiceBusConnectionString Target => ServiceBusConnectionString.Parse(
        $"Endpoint=sb://127.0.0.1:{Port};SharedAccessKeyName=owner;SharedAccessKey=secret;UseDevelopmentEmulator=true");

    /// <summary>What <c>$cbs</c> answers.</summary>
    public int CbsStatus { get; set; } = 202;

    /// <summary>When set, every attach is refused with it.</summary>
    public Error? AttachRefusal { get; set; }

    /// <summary>The broker's limit, announced on its senders' links.</summary>
    public ulong MaxMessageSize { get; init; } = 262_144;

    public static ScriptedPeer Start(int port = 0)
    {
        if (port != 0) return new ScriptedPeer(port);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new ScriptedPeer(port);
    }

    public Task<PutToken> TokenAsync() => _tokens.NextAsync();

    public Task<PeerInLink> SenderAttachedAsync() => _inLinks.NextAsync();

    public Task<PeerOutLink> ReceiverAttachedAsync() => _outLinks.NextAsync();

    /// <summary>The next pair of links to a management node, both open.</summary>
    public Task<PeerManagement> ManagementAttachedAsync() => _nodes.NextAsync();

    public void Process(AttachContext context)
    {
        var attach = context.Attach;
        if (attach.Role && ((Source)attach.Source).Address == "$cbs")
        {
            _replies[((Target)attach.Target).Address] = context.Link;
            context.Complete(new PeerOutLink(context.Link, attach), 0);
        }
        else if (!attach.Role && ((Target)attach.Target).Address == "$cbs")
        {
            context.Complete(new CbsRequests(this), 10);
        }
        else if (AttachRefusal is { } refusal)
        {
            context.Complete(refusal);
        }
        else if (attach.Role && ((Source)attach.Source).Address == "downstream/$management")
        {
            _opening[attach.LinkName] = new PeerManagement(context.Link, attach);
            context.Complete(new PeerOutLink(context.Link, attach), 0);
        }
        else if (!attach.Role && ((Target)attach.Target).Address == "downstream/$management")
        {
            _opening.Remove(attach.LinkName, out var node);
            context.Complete(node!, 2_000);
            _nodes.Writer.TryWrite(node!);
        }
        else if (attach.Role)
        {
            var link = new PeerOutLink(context.Link, attach);
            context.Complete(link, 0);
            _outLinks.Writer.TryWrite(link);
        }
        else
        {
            attach.MaxMessageSize = MaxMessageSize;
            var link = new PeerInLink(context.Link, attach);
            context.Complete(link, 100);
            _inLinks.Writer.TryWrite(link);
        }
    }

    public ValueTask DisposeAsync()
    {
        _host.Close();
        return ValueTask.CompletedTask;
    }

    private void Answer(Message request)
    {
        var properties = request.ApplicationProperties;
        _tokens.Writer.TryWrite(new PutToken(
            (string)properties["operation"], (string)properties["name"], (string)request.Body, (DateTime)properties["expiration"]));
        _replies[request.Properties.ReplyTo].SendMessage(new Message
        {
            Properties = new Properties { CorrelationId = request.Properties.MessageId },
            ApplicationProperties = new ApplicationProperties { ["status-code"] = CbsStatus, ["status-description"] = "as the test says" },
        });
    }

    private sealed class CbsRequests(ScriptedPeer peer) : LinkEndpoint
    {
        public override void OnMessage(MessageContext context) => peer.Answer(context.Message);

        public override void OnFlow(FlowContext flowContext) { }

        public override void OnDisposition(DispositionContext dispositionContext) { }
    }
}

internal sealed record PutToken(string Operation, string Audience, string Token, DateTime Expiration);
