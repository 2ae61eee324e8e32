using System.Text.Json;

namespace CcsBridge.Simulation;

/// <summary>What phones said: taken by the endpoint, confirmed by the broker to the connector, acknowledged to the endpoint, in this order.</summary>
internal sealed class UpstreamAccount
{
    private readonly HashSet<(string From, string MessageId)> _taken = [];
    private readonly HashSet<(string From, string MessageId)> _confirmed = [];
    private readonly HashSet<(string From, string MessageId)> _acked = [];

    public List<string> Violations { get; } = [];

    public int Lost { get; private set; }

    public int Early { get; private set; }

    /// <summary>The endpoint owes nothing any more.</summary>
    public bool IsSettled => _acked.Count == _taken.Count;

    public void Taken(string from, string messageId) => _taken.Add((from, messageId));

    public void Confirmed(JsonElement data) => _confirmed.Add(Key(data));

    public void Acked(string from, string messageId)
    {
        _acked.Add((from, messageId));
        if (_confirmed.Contains((from, messageId)))
            return;
        Early++;
        Violations.Add($"{messageId} of {from} was acknowledged before the topic confirmed it");
    }

    public void Close(IReadOnlyList<JsonElement> onTopic)
    {
        foreach (var (from, messageId) in _taken.Except(onTopic.Select(Key)))
        {
            Lost++;
            Violations.Add($"{messageId} of {from} is not on the topic");
        }
    }

    private static (string From, string MessageId) Key(JsonElement data) =>
        (data.GetProperty("from").GetString()!, data.GetProperty("message_id").GetString()!);
}
