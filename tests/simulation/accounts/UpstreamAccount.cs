using System.Text.Json;
using CcsBridge.Contracts;

namespace CcsBridge.Simulation;

/// <summary>What phones said: taken by the endpoint, confirmed by the broker to the connector, acknowledged to the endpoint, in this order.</summary>
/// <param name="domain">In whose name receipts come.</param>
internal sealed class UpstreamAccount(string domain)
{
    private readonly HashSet<(string From, string MessageId)> _taken = [];
    private readonly HashSet<(string From, string MessageId)> _confirmed = [];
    private readonly HashSet<(string From, string MessageId)> _refused = [];
    private int _owed;

    public Violations Violations { get; } = [];

    public int Lost { get; private set; }

    public int Early { get; private set; }

    /// <summary>The endpoint owes nothing any more.</summary>
    public bool IsSettled => _owed == 0;

    /// <summary>A receipt can be taken more than once under one id: its message was sent twice.</summary>
    public void Taken(string from, string messageId)
    {
        _taken.Add((from, messageId));
        _owed++;
    }

    public void Confirmed(CloudEvent<JsonElement> told) => _confirmed.Add(Key(told));

    /// <summary>The broker would not have the event for its own sake: word of it may take its place.</summary>
    public void Refused(CloudEvent<JsonElement> told) => _refused.Add(Key(told));

    public void Acked(string from, string messageId)
    {
        _owed--;
        if (_confirmed.Contains((from, messageId)))
            return;
        Early++;
        Violations.Add(Promise.AckedAfterConfirmed, $"{messageId} of {from} was acknowledged before the topic confirmed it");
    }

    public void Close(IReadOnlyList<CloudEvent<JsonElement>> onTopic)
    {
        var keys = onTopic.ToLookup(Key);
        foreach (var (from, messageId) in _taken.Where(key => !keys.Contains(key)))
        {
            Lost++;
            Violations.Add(Promise.UpstreamOnTopic, $"{messageId} of {from} is not on the topic");
        }

        foreach (var key in keys.Select(told => told.Key).Where(key => !_taken.Contains(key)))
            Violations.Add(Promise.UpstreamOnTopic, $"an event of {key.MessageId} of {key.From} is on the topic, and nobody said that");
        foreach (var key in keys.Where(told => told.Any(IsMalformed)).Select(told => told.Key).Where(key => !_refused.Contains(key)))
            Violations.Add(Promise.UpstreamOnTopic, $"{key.MessageId} of {key.From} was told as malformed, and nothing was wrong with it");
    }

    private static bool IsMalformed(CloudEvent<JsonElement> told) => told.Type == EventType.Malformed.Name;

    private (string From, string MessageId) Key(CloudEvent<JsonElement> told)
    {
        var id = told.Data.GetProperty("message_id").GetString()!;
        return told.Type == EventType.Receipt.Name ? (domain, "dr2:" + id) : (told.Data.GetProperty("from").GetString()!, id);
    }
}
