using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Tests.Plays;

/// <summary>The topics and the queue as a play has them: they confirm, refuse and give what it says, and renew every lock.</summary>
internal sealed partial class BusScript(Func<DateTimeOffset> now, Action<ReceivedMessage> handOut)
{
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly List<Pending> _pending = [];
    private readonly Queue<ReceivedMessage> _waiting = [];
    private readonly Dictionary<Guid, string> _names = [];
    private readonly Dictionary<string, ReceivedMessage> _given = [];
    private readonly Dictionary<string, BusMessage> _copies = [];
    private readonly List<Happened> _happened = [];
    private int _credit, _sequence;

    private sealed record Pending(bool ToQueue, string Id, BusMessage Message, Action<SendOutcome> Answer);

    public IReadOnlyList<Happened> Happened
    {
        get
        {
            lock (_gate)
                return [.. _happened];
        }
    }

    public void Forget(int happened)
    {
        lock (_gate)
            _happened.RemoveRange(0, happened);
    }

    public void Send(string entity, BusMessage message, Action<SendOutcome> answer)
    {
        lock (_gate)
        {
            var sent = entity == "downstream" ? PutBack(message) : Event(message);
            _happened.Add(sent.Happened);
            _pending.Add(new Pending(entity == "downstream", sent.Id, message, answer));
        }
    }

    public void Settle(Guid token, SettleAs how)
    {
        lock (_gate)
        {
            _happened.Add(new Happened(0, how switch
            {
                SettleAs.Complete => $"completes {_names[token]}",
                SettleAs.Release => $"releases {_names[token]}",
                SettleAs.DeadLetter dead => $"dead-letters {_names[token]} as {dead.Reason}",
                _ => throw new InvalidOperationException($"no word for {how.GetType().Name}"),
            }));
        }
    }

    public DateTimeOffset Renewed() => now() + Lock;

    public void Credit(int more)
    {
        lock (_gate)
            _credit += more;
        HandOut();
    }

    public void WithdrawCredit()
    {
        lock (_gate)
            _credit = 0;
    }

    /// <summary>A line of <c>topic:</c> or <c>queue:</c>.</summary>
    public void Act(string speaker, string text)
    {
        if (Gives().Match(text) is { Success: true } gives && speaker == "queue")
        {
            lock (_gate)
                Give(gives);
            HandOut();
            return;
        }

        var (verb, id) = text.Split(' ') is [var first, var second] ? (first, second) : throw new FormatException($"{speaker} cannot do: {text}");
        Pending pending;
        lock (_gate)
        {
            pending = _pending.FirstOrDefault(sent => sent.ToQueue == (speaker == "queue") && sent.Id == id)
                ?? throw new FormatException($"{speaker}: nothing of {id} waits for an answer");
            _pending.Remove(pending);
            if (pending.ToQueue && verb == "confirms")
                _copies[id] = pending.Message;
        }

        pending.Answer(verb switch
        {
            "confirms" => new SendOutcome.Confirmed(),
            "refuses" => new SendOutcome.Refused(RefusalScope.Message, "amqp:link:message-size-exceeded", "too large"),
            "holds" => new SendOutcome.Refused(RefusalScope.Entity, "amqp:resource-limit-exceeded", "the entity is full"),
            "loses" => new SendOutcome.Unknown("the link ended"),
            _ => throw new FormatException($"{speaker} cannot {verb}; it confirms, refuses, holds or loses"),
        });
    }

    private void Give(Match gives)
    {
        var id = gives.Groups["id"].Value;
        var received = gives.Groups["how"].Value switch
        {
            "again" => Receive(_copies[id]),
            "anew" => _given[id] with { LockToken = Guid.NewGuid(), LockedUntil = now() + Lock, DeliveryCount = _given[id].DeliveryCount + 1 },
            _ => Receive(new BusMessage(Encoding.UTF8.GetBytes(gives.Groups["body"] is { Success: true, Value: var body } ? body : $$$"""{"to":"dev-1","message_id":"{{{id}}}","data":{"k":"v"}}"""))
            {
                MessageId = $"broker-{++_sequence}",
                Properties = Properties(gives.Groups["properties"].Value),
            }),
        };
        if (gives.Groups["times"] is { Success: true, Value: var times })
            received = received with { DeliveryCount = int.Parse(times, CultureInfo.InvariantCulture) };
        _names[received.LockToken] = id;
        _given[id] = received;
        _waiting.Enqueue(received);
    }

    private ReceivedMessage Receive(BusMessage message) => new(message, Guid.NewGuid(), ++_sequence, now(), now() + Lock, 0);

    private void HandOut()
    {
        lock (_gate)
        {
            while (_credit > 0 && _waiting.TryDequeue(out var next))
            {
                _credit--;
                handOut(next);
            }
        }
    }

    private static (string Id, Happened Happened) Event(BusMessage message)
    {
        var envelope = JsonNode.Parse(message.Body.Span)!.AsObject();
        var data = envelope["data"]!.AsObject();
        var id = data["message_id"]!.GetValue<string>();
        return (id, new Happened(0, $"publishes {message.Properties[EventProperties.MessageType]} {id}", data));
    }

    private (string Id, Happened Happened) PutBack(BusMessage copy)
    {
        var id = (string)copy.Properties[BridgeProperties.MessageIdName];
        var facts = new JsonObject { ["after"] = (copy.ScheduledEnqueueTime!.Value - now()).TotalSeconds };
        foreach (var (name, value) in copy.Properties.Where(property => property.Value is int))
            facts[name.Replace(BridgeProperties.Prefix, "", StringComparison.Ordinal)] = (int)value;
        return (id, new Happened(0, $"puts back {id}", facts));
    }

    private static Dictionary<string, object> Properties(string json) => json.Length == 0
        ? []
        : JsonNode.Parse(json)!.AsObject().ToDictionary(member => member.Key, member => member.Value!.GetValueKind() == JsonValueKind.Number
            ? member.Value.GetValue<int>()
            : (object)member.Value.GetValue<string>());

    [GeneratedRegex(@"^gives (?<id>\S+)( (?<how>again|anew))?(, delivered (?<times>\d+) times before)?( with (?<properties>\{[^{}]*\}))?( (?<body>\{.*\}))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Gives();
}
