using System.Text.Json;
using CcsBridge.Contracts;
using CcsBridge.ServiceBus;

namespace CcsBridge.Simulation;

/// <summary>An account of its own of what was promised: it sees the wire and the broker, never the connector.</summary>
internal sealed class Ledger
{
    private readonly HashSet<(string From, string MessageId)> _confirmed = [];

    /// <summary>What broke the promise, one sentence each.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>The broker confirmed an event to the connector.</summary>
    public void Confirmed(string entity, BusMessage message)
    {
        if (entity != Entities.Upstream)
            return;
        var data = JsonSerializer.Deserialize(message.Body.Span, ContractsJson.Bus.AnyEvent)!.Data;
        _confirmed.Add((data.GetProperty("from").GetString()!, data.GetProperty("message_id").GetString()!));
    }

    /// <summary>The endpoint was told that a device's message is taken.</summary>
    public void Acked(string from, string messageId)
    {
        if (!_confirmed.Contains((from, messageId)))
            Violations.Add($"{messageId} was acknowledged before the topic confirmed it");
    }
}
