using System.Text.Json;
using CcsBridge.Contracts;
using CcsBridge.Local.Broker;

namespace CcsBridge.Simulation;

/// <summary>What apps put on the queue: how often the endpoint saw it, what hit it meanwhile, and what was told of it at the end.</summary>
internal sealed class DownstreamAccount
{
    /// <summary>Counted sends, and one more for a connection that drained. What goes beyond was caused by something that hit the message.</summary>
    private const int MostSends = 8 + 1;

    private readonly SortedDictionary<string, Request> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Request> _byBrokerId = new(StringComparer.Ordinal);
    private readonly Dictionary<int, HashSet<Request>> _sentOn = [];

    private sealed class Request(string id)
    {
        public readonly string Id = id;
        public int Sends, Hits;
        public bool TakenByEndpoint, Accepted, Rejected;
        public string? DeadLetter;
    }

    public List<string> Violations { get; } = [];

    public int Unaccounted { get; private set; }

    /// <summary>Told by the broker alone: their time was over in the queue.</summary>
    public int Expired { get; private set; }

    /// <summary>Told as accepted and as rejected: sent once more, because something hit the message after its first answer.</summary>
    public int ToldTwofold { get; private set; }

    /// <summary>Sends of the message that was sent most.</summary>
    public int MostSent => _requests.Values.Select(request => request.Sends).DefaultIfEmpty().Max();

    public void Put(string id)
    {
        _requests.Add(id, new Request(id));
        _byBrokerId.Add(id, _requests[id]);
    }

    /// <summary>A copy is about to take its place; whose it is, the body says.</summary>
    public void PutBack(string brokerId, ReadOnlyMemory<byte> body) => _byBrokerId[brokerId] = _requests[IdIn(body)];

    public void Arrived(int connection, string messageId)
    {
        var request = _requests[messageId];
        request.Sends++;
        if (!_sentOn.TryGetValue(connection, out var sent))
            _sentOn.Add(connection, sent = []);
        sent.Add(request);
        if (request.Sends > MostSends + request.Hits)
            Violations.Add($"{messageId} was sent {request.Sends} times, hit by {request.Hits} ends of sessions and locks");
    }

    public void Answered(string messageId, string? error) => _requests[messageId].TakenByEndpoint |= error is null;

    /// <summary>Hits every message that was sent on it and not settled since.</summary>
    public void SessionEnded(int connection)
    {
        if (!_sentOn.Remove(connection, out var sent))
            return;
        foreach (var request in sent)
            request.Hits++;
    }

    public void Settled(string brokerId)
    {
        foreach (var sent in _sentOn.Values)
            sent.Remove(_byBrokerId[brokerId]);
    }

    public void LockExpired(string brokerId) => _byBrokerId[brokerId].Hits++;

    public void Close(IReadOnlyList<CloudEvent<JsonElement>> told, IReadOnlyList<BrokerMessage> deadLetters)
    {
        foreach (var outcome in told)
        {
            var request = _requests[outcome.Data.GetProperty("message_id").GetString()!];
            request.Accepted |= outcome.Type == EventType.Accepted.Name;
            request.Rejected |= outcome.Type == EventType.Rejected.Name;
        }

        foreach (var dead in deadLetters)
            _requests[IdIn(dead.Body)].DeadLetter = (string)dead.Properties["DeadLetterReason"];
        foreach (var request in _requests.Values)
            Judge(request);
    }

    private void Judge(Request request)
    {
        if (request is { Accepted: false, Rejected: false, DeadLetter: null })
        {
            Unaccounted++;
            Violations.Add($"{request.Id} ended without any word");
        }

        if (request is { Accepted: true, TakenByEndpoint: false })
            Violations.Add($"{request.Id} was told as accepted, and the endpoint never took it");
        if (request is { Accepted: true, Rejected: true })
            ToldTwofold++;
        if (request is { Accepted: true, Rejected: true, Hits: 0 })
            Violations.Add($"{request.Id} was told as accepted and as rejected, and nothing had hit it");
        if (request.DeadLetter == "TTLExpiredException")
            Expired++;
        else if (request.DeadLetter is { } reason && !request.Rejected)
            Violations.Add($"{request.Id} is a dead letter ({reason}) and nobody was told");
    }

    private static string IdIn(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("data").GetProperty("k").GetString()!;
    }
}
