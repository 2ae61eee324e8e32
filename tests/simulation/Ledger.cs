using System.Text.Json;
using CcsBridge.Contracts;
using CcsBridge.ServiceBus;
using CcsHappening = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Simulation;

/// <summary>An account of its own of what was promised: it sees the wire and the broker, never the connector.</summary>
/// <param name="mostHeld">Received and unsettled on one queue's receiver, at most: twice the window.</param>
internal sealed class Ledger(int mostHeld)
{
    public UpstreamAccount Upstream { get; } = new();

    public DownstreamAccount Downstream { get; } = new();

    /// <summary>What else broke the promise, one sentence each.</summary>
    public List<string> Others { get; } = [];

    public IEnumerable<string> Violations => [.. Upstream.Violations, .. Downstream.Violations, .. Others];

    /// <summary>The connector hands something to the bus.</summary>
    public void Sending(string entity, BusMessage message)
    {
        if (entity == Entities.Downstream)
            Downstream.PutBack(message.MessageId!, message.Body);
    }

    /// <summary>The broker's word reached the connector.</summary>
    public void Confirmed(string entity, BusMessage message)
    {
        if (entity == Entities.Upstream)
            Upstream.Confirmed(Data(message.Body));
    }

    /// <summary>So many messages are received under lock and not settled.</summary>
    public void Holds(int messages)
    {
        if (messages > mostHeld)
            Others.Add($"{messages} messages were held, allowed are {mostHeld}");
    }

    public void Saw(CcsHappening happening)
    {
        switch (happening)
        {
            case CcsHappening.UpstreamTaken taken: Upstream.Taken(taken.From, taken.MessageId); break;
            case CcsHappening.UpstreamAcked acked: Upstream.Acked(acked.From, acked.MessageId); break;
            case CcsHappening.AckRefused refused: Others.Add($"an acknowledgement was refused: {refused.Why}"); break;
            case CcsHappening.StanzaRefused refused: Others.Add($"a stanza was refused: {refused.Why}"); break;
            case CcsHappening.LoginRefused refused: Others.Add($"a login was refused: {refused.Why}"); break;
            case CcsHappening.DownstreamArrived arrived: Downstream.Arrived(arrived.Connection, arrived.MessageId); break;
            case CcsHappening.DownstreamAnswered answered: Downstream.Answered(answered.MessageId, answered.Error); break;
            case CcsHappening.Ended ended: Ended(ended.Connection, ended.Why); break;
        }
    }

    public void Saw(Local.Broker.Happening happening)
    {
        if (happening.Entity != Entities.Downstream)
            return;
        switch (happening)
        {
            case Local.Broker.Happening.Settled settled: Downstream.Settled(settled.MessageId); break;
            case Local.Broker.Happening.LockExpired expired: Downstream.LockExpired(expired.MessageId); break;
        }
    }

    /// <summary>The last word, from what is on the topics and among the dead letters.</summary>
    public void Close(SimulatedBus bus)
    {
        Upstream.Close([.. bus.TakeAll("upstream/Subscriptions/processing").Select(message => Data(message.Body))]);
        if (bus.TakeAll("upstream/Subscriptions/receipts") is { Count: > 0 } others)
            Others.Add($"{others.Count} events are neither of a phone's messages nor of anything that was said");
        Downstream.Close(
            [.. bus.TakeAll("outcomes/Subscriptions/status").Select(message => JsonSerializer.Deserialize(message.Body.Span, ContractsJson.Bus.AnyEvent)!)],
            bus.TakeAll("downstream/$DeadLetterQueue"));
    }

    private void Ended(int connection, string why)
    {
        Downstream.SessionEnded(connection);
        if (why.Contains("the window is", StringComparison.Ordinal))
            Others.Add($"a window was overrun: {why}");
    }

    private static JsonElement Data(ReadOnlyMemory<byte> body) => JsonSerializer.Deserialize(body.Span, ContractsJson.Bus.AnyEvent)!.Data;
}
