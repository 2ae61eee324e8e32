using System.Text.Json;
using CcsBridge.Contracts;
using CcsBridge.Local.Broker;
using CcsBridge.ServiceBus;
using Settlement = CcsBridge.Local.Broker.Settlement;

namespace CcsBridge.Simulation;

/// <summary>What apps put on the queue: how often the endpoint saw it, what hit it meanwhile, and what was told of it before it was settled.</summary>
/// <param name="connections">Of the sender, in each process.</param>
internal sealed class DownstreamAccount(int connections)
{
    // A window of 100 halves so often until the message is alone; what is left over may go on from one connection to another.
    private readonly int _mostEndsInCompany = 8 + 2 * (connections - 1);

    private readonly SortedDictionary<string, Request> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Copy> _byBrokerId = new(StringComparer.Ordinal);
    private readonly Dictionary<int, SentOn> _sentOn = [];
    private int _enders;

    /// <summary>One message on the queue: the app's own (hop 0), or a copy that was put back.</summary>
    private sealed record Copy(Request Request, int Hop);

    private sealed class SentOn
    {
        public readonly HashSet<Request> Unsettled = [];
        public readonly HashSet<string> Unanswered = [];
        public Request? Last;
    }

    public Violations Violations { get; } = [];

    public int Unaccounted { get; private set; }

    /// <summary>Told by the broker alone: their time was over in the queue.</summary>
    public int Expired { get; private set; }

    /// <summary>Told as accepted and as rejected: sent once more, because something hit the message after its first answer.</summary>
    public int ToldTwofold { get; private set; }

    /// <summary>Sends of the ordinary message that was sent most.</summary>
    public int MostSent => Most(Nature.Ordinary, request => request.Sends);

    /// <summary>Sends of the message that ends sessions or processes and was sent most.</summary>
    public int MostSentEnder => Math.Max(Most(Nature.EndsSessions, request => request.Sends), Most(Nature.KillsProcesses, request => request.Sends));

    /// <summary>Ends of sessions that one ordinary message suffered from others.</summary>
    public int MostEnderHits => Most(Nature.Ordinary, request => request.EnderHits);

    public int MostEndsInCompany => _requests.Values.Select(request => request.EndsInCompany).DefaultIfEmpty().Max();

    /// <summary>The most that is unanswered on one session that lives.</summary>
    public int MostUnanswered => _sentOn.Values.Select(sent => sent.Unanswered.Count).DefaultIfEmpty().Max();

    /// <summary>Their ids, on the sessions that live.</summary>
    public IEnumerable<(int Connection, string MessageId)> AllUnanswered =>
        _sentOn.SelectMany(sent => sent.Value.Unanswered.Select(id => (sent.Key, id)));

    /// <summary>Whether the endpoint saw it.</summary>
    public bool HasArrived(string id) => _requests[id].Sends > 0;

    public void Put(string id, Nature nature, bool failuresOnly)
    {
        _requests.Add(id, new Request(id, nature, failuresOnly));
        _byBrokerId.Add(id, new Copy(_requests[id], 0));
        _enders += nature == Nature.Ordinary ? 0 : 1;
    }

    /// <summary>A copy is about to take its place; whose it is, the body says.</summary>
    public void PutBack(BusMessage copy) => _byBrokerId[copy.MessageId!] = new Copy(_requests[IdIn(copy.Body)], (int)copy.Properties["ccsbridge-hop"]);

    public void PutBackConfirmed(BusMessage copy)
    {
        var (request, hop) = _byBrokerId[copy.MessageId!];
        request.ConfirmedHop = Math.Max(request.ConfirmedHop, hop);
    }

    public void PutBackUncertain(BusMessage copy) => _byBrokerId[copy.MessageId!].Request.MayHaveTwin = true;

    public void Told(JsonElement data) => _requests[data.GetProperty("message_id").GetString()!].Told = true;

    public void Arrived(int connection, string messageId)
    {
        var request = _requests[messageId];
        request.Sends++;
        if (!_sentOn.TryGetValue(connection, out var sent))
            _sentOn.Add(connection, sent = new SentOn());
        sent.Unsettled.Add(request);
        sent.Unanswered.Add(messageId);
        sent.Last = request;
        if (request.Sends > request.MaySend)
            Violations.Add(
                request.Nature == Nature.Ordinary ? Promise.BoundedSends : Promise.Isolated,
                $"{messageId} ({request.Nature}) was sent {request.Sends} times, hit by {request.Hits} ends of sessions and locks");
    }

    public void Answered(int connection, string messageId, string? error)
    {
        _requests[messageId].TakenByEndpoint |= error is null;
        _sentOn.GetValueOrDefault(connection)?.Unanswered.Remove(messageId);
    }

    /// <summary>Hits every message that was sent on it and not settled since.</summary>
    public void SessionEnded(int connection, bool killed)
    {
        if (!_sentOn.Remove(connection, out var sent))
            return;
        var ender = killed || sent.Last is { Nature: Nature.EndsSessions } ? sent.Last : null;
        if (ender is not null && sent.Unsettled.Count > 1)
            EndedInCompany(ender);
        foreach (var request in sent.Unsettled)
        {
            if (ender is null)
                request.Hits++;
            else if (request.Nature == Nature.Ordinary && ++request.EnderHits > Request.MostSuffered * _enders)
                Violations.Add(Promise.Isolated, $"{request.Id} suffered {request.EnderHits} ends of sessions from {_enders} that end them");
        }
    }

    private void EndedInCompany(Request ender)
    {
        if (++ender.EndsInCompany > _mostEndsInCompany)
            Violations.Add(Promise.Isolated, $"{ender.Id} ({ender.Nature}) ended {ender.EndsInCompany} sessions on which it was not alone");
    }

    public void Settled(string brokerId, Settlement how)
    {
        var (request, hop) = _byBrokerId[brokerId];
        foreach (var sent in _sentOn.Values)
            sent.Unsettled.Remove(request);
        if (how is Settlement.Release)
        {
            // With copies about, or after a lost lock, another one may have been sent.
            if (request is { Sends: > 0, Hits: 0, EnderHits: 0, ConfirmedHop: 0 } && hop == 0)
                Violations.Add(Promise.ToldBeforeSettled, $"{request.Id} was released after it was written");
        }
        else if (!request.MayBeSettled(hop))
            Violations.Add(Promise.ToldBeforeSettled, $"{request.Id} (hop {hop}) was settled before anything was told of it");
    }

    // Two: what is received anew knows nothing of a connection that drained, and may be sent elsewhere at once again.
    public void LockExpired(string brokerId) => _byBrokerId[brokerId].Request.Hits += 2;

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
        if (request is { Accepted: false, Rejected: false, DeadLetter: null } && !(request is { FailuresOnly: true, TakenByEndpoint: true }))
        {
            Unaccounted++;
            Violations.Add(Promise.Accounted, $"{request.Id} ended without any word");
        }

        if (request is { Accepted: true, TakenByEndpoint: false })
            Violations.Add(Promise.ToldTruly, $"{request.Id} was told as accepted, and the endpoint never took it");
        if (request is { Accepted: true, Rejected: true })
            ToldTwofold++;
        if (request is { Accepted: true, Rejected: true, Hits: 0, EnderHits: 0, MayHaveTwin: false })
            Violations.Add(Promise.ToldTruly, $"{request.Id} was told as accepted and as rejected, and nothing had hit it");
        if (request.DeadLetter == "TTLExpiredException")
            Expired++;
        else if (request.DeadLetter is { } reason && !request.Rejected)
            Violations.Add(Promise.Accounted, $"{request.Id} is a dead letter ({reason}) and nobody was told");
    }

    private int Most(Nature nature, Func<Request, int> what) =>
        _requests.Values.Where(request => request.Nature == nature).Select(what).DefaultIfEmpty().Max();

    private static string IdIn(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("data").GetProperty("k").GetString()!;
    }
}
