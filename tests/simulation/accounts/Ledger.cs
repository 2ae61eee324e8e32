using System.Text.Json;
using CcsBridge.Contracts;
using CcsBridge.ServiceBus;
using BrokerHappening = CcsBridge.Local.Broker.Happening;
using CcsHappening = CcsBridge.Local.Ccs.Endpoint.Happening;

namespace CcsBridge.Simulation;

/// <summary>An account of its own of what was promised: it sees the wire and the broker, never the connector.</summary>
/// <param name="mostHeld">Received and unsettled on one queue's receiver, at most: twice the window of each connection.</param>
/// <param name="connections">Of the sender, in each process.</param>
/// <param name="domain">The endpoint's.</param>
internal sealed class Ledger(int mostHeld, int connections, string domain)
{
    private bool _killing;

    public UpstreamAccount Upstream { get; } = new(domain);

    public DownstreamAccount Downstream { get; } = new(connections);

    /// <summary>What else broke the promise, one sentence each.</summary>
    public Violations Others { get; } = [];

    /// <summary>The largest part of what may be held that was held, in percent.</summary>
    public int MostHeldPercent { get; private set; }

    public IEnumerable<Violation> Violations => [.. Upstream.Violations, .. Downstream.Violations, .. Others];

    /// <summary>The connector hands something to the bus.</summary>
    public void Sending(string entity, BusMessage message)
    {
        if (entity == Entities.Downstream)
            Downstream.PutBack(message);
    }

    /// <summary>The broker's word reached the connector.</summary>
    public void Confirmed(string entity, BusMessage message)
    {
        if (entity == Entities.Downstream)
            Downstream.PutBackConfirmed(message);
        else if (entity == Entities.Upstream)
            Upstream.Confirmed(Event(message.Body));
        else
            Downstream.Told(Event(message.Body).Data);
    }

    /// <summary>The broker took it, and its word never reached the connector.</summary>
    public void Uncertain(string entity, BusMessage message)
    {
        if (entity == Entities.Downstream)
            Downstream.PutBackUncertain(message);
    }

    /// <summary>The broker would not have it for its own sake.</summary>
    public void Refused(string entity, BusMessage message)
    {
        if (entity == Entities.Upstream)
            Upstream.Refused(Event(message.Body));
    }

    /// <summary>So many messages are received under lock and not settled.</summary>
    public void Holds(int messages)
    {
        MostHeldPercent = Math.Max(MostHeldPercent, 100 * messages / mostHeld);
        if (messages > mostHeld)
            Others.Add(Promise.Bounded, $"{messages} messages were held, allowed are {mostHeld}");
    }

    /// <summary>What ends now ends because of the message that was written last.</summary>
    public void Killing(Action kill)
    {
        _killing = true;
        kill();
        _killing = false;
    }

    public void Saw(CcsHappening happening)
    {
        switch (happening)
        {
            case CcsHappening.UpstreamTaken taken: Upstream.Taken(taken.From, taken.MessageId); break;
            case CcsHappening.UpstreamAcked acked: Upstream.Acked(acked.From, acked.MessageId); break;
            case CcsHappening.AckRefused refused: Others.Add(Promise.AckedAfterConfirmed, $"an acknowledgement was refused: {refused.Why}"); break;
            case CcsHappening.StanzaRefused refused: Others.Add(Promise.Faultless, $"a stanza was refused: {refused.Why}"); break;
            case CcsHappening.LoginRefused refused: Others.Add(Promise.Faultless, $"a login was refused: {refused.Why}"); break;
            case CcsHappening.DownstreamArrived arrived: Downstream.Arrived(arrived.Connection, arrived.MessageId); break;
            case CcsHappening.DownstreamAnswered answered: Downstream.Answered(answered.Connection, answered.MessageId, answered.Error); break;
            case CcsHappening.Ended ended: Ended(ended.Connection, ended.Why); break;
        }
    }

    public void Saw(BrokerHappening happening)
    {
        if (happening.Entity != Entities.Downstream)
            return;
        switch (happening)
        {
            case BrokerHappening.Settled settled: Downstream.Settled(settled.MessageId, settled.How); break;
            case BrokerHappening.LockExpired expired: Downstream.LockExpired(expired.MessageId); break;
        }
    }

    /// <summary>The last word, from what is on the topics and among the dead letters.</summary>
    public void Close(SimulatedBus bus)
    {
        Upstream.Close([.. Events(bus, "upstream/Subscriptions/processing"), .. Events(bus, "upstream/Subscriptions/receipts")]);
        Downstream.Close([.. Events(bus, "outcomes/Subscriptions/status")], bus.TakeAll("downstream/$DeadLetterQueue"));
    }

    private void Ended(int connection, string why)
    {
        Downstream.SessionEnded(connection, _killing);
        if (why.Contains("the window is", StringComparison.Ordinal))
            Others.Add(Promise.Bounded, $"a window was overrun: {why}");
    }

    private static IEnumerable<CloudEvent<JsonElement>> Events(SimulatedBus bus, string entity) =>
        bus.TakeAll(entity).Select(message => Event(message.Body));

    private static CloudEvent<JsonElement> Event(ReadOnlyMemory<byte> body) => JsonSerializer.Deserialize(body.Span, ContractsJson.Bus.AnyEvent)!;
}
