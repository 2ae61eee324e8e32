using CcsBridge.Contracts;

namespace CcsBridge.Delivery;

/// <summary>
/// The downstream messages held, by sequence number, and how each ends: event confirmed, then the put-back copy confirmed (if
/// there is one), then settled. Never by first receipt: a copy can arrive before its original is completed.
/// </summary>
internal sealed class DownstreamLedger(DeliverySettings settings, EventWriter events, PendingSends sends, Random chance)
{
    private readonly SortedDictionary<long, HeldMessage> _held = [];

    public int Count => _held.Count;

    public IEnumerable<HeldMessage> All => _held.Values;

    /// <summary>Not written yet, or written on a session that ended: those first, in the order of first writing.</summary>
    public IEnumerable<HeldMessage> Waiting => _held.Values
        .Where(held => held.Waits)
        .OrderBy(held => held.FirstWritten ?? DateTimeOffset.MaxValue)
        .ThenBy(held => held.Received.SequenceNumber);

    public int WaitingCount => _held.Values.Count(held => held.Waits);

    public void TakeIn(ReceivedRequest received, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        if (_held.TryGetValue(received.SequenceNumber, out var known))
        {
            // A redelivery of what we hold: the new lock replaces the old one, and nothing is sent again.
            known.Received = received;
            if (known is { Settling: true, Ending: { } how })
                Settle(known, how, effects);
            return;
        }

        var held = Read(received, out var refusals);
        _held.Add(received.SequenceNumber, held);
        if (held.Request is null)
            Reject(held, Refusal.Code, Refusal.Describe(refusals), new SettleHow.DeadLetter(Refusal.Code, Refusal.Describe(refusals)), now, effects);
    }

    public HeldMessage? WrittenOn(SessionId session, string messageId) =>
        _held.Values.FirstOrDefault(held => held.WrittenOn == session && held.MessageId == messageId);

    public void Accept(HeldMessage held, string? registrationId, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        if (held.Properties.Report == Report.Failures)
        {
            End(held, null, null, new SettleHow.Complete(), effects);
            return;
        }

        var accepted = new DownstreamAccepted(
            held.MessageId, held.Sends, held.LastWritten ?? now, held.Request?.To, held.Request?.Condition, registrationId);
        End(held, events.Accepted(accepted, held.First, held.Received.CorrelationId, now), null, new SettleHow.Complete(), effects);
    }

    public void Reject(HeldMessage held, string error, string? description, SettleHow how, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        var rejected = new DownstreamRejected(
            held.MessageId, error, held.Sends, held.Request?.To, held.Request?.Condition, description, held.LastWritten);
        End(held, events.Rejected(rejected, held.First, held.Received.CorrelationId, now), null, how, effects);
    }

    /// <summary>Counted, and tried again later; given up after so many attempts, or when its time is over before then.</summary>
    public void Retry(HeldMessage held, string error, string? description, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        var attempts = held.Sends;
        var due = now + Policy.PutBackDelay.For(attempts, chance);
        if (attempts >= settings.MaxAttempts)
            Reject(held, error, description, new SettleHow.DeadLetter(Policy.RetriesExhausted, $"{attempts} attempts, the last: {error}"), now, effects);
        else if (held.Lifetime.NowOrNever || held.Lifetime.IsOver(due))
            Reject(held, Policy.Expired, $"after {attempts} attempts, the last: {error}", new SettleHow.Complete(), now, effects);
        else
            End(held, null, CopyOf(held, attempts, due), new SettleHow.Complete(), effects);
    }

    /// <summary>Gives back what waits and was never written; what was written is left to its lock.</summary>
    public void LetGoOfWaiting(List<DeliveryEffect> effects)
    {
        foreach (var held in _held.Values.Where(held => held.Waits).ToList())
        {
            Forget(held);
            if (held.FirstWritten is null)
                effects.Add(new DeliveryEffect.Release(held.Received.LockToken));
        }
    }

    /// <summary>Left to the end of its lock: it comes again.</summary>
    public void Forget(HeldMessage held) => _held.Remove(held.Received.SequenceNumber);

    public void Settled(Guid lockToken, bool lockLost)
    {
        // A lost lock: the message comes again, and is then settled under its new one.
        if (!lockLost && _held.Values.FirstOrDefault(held => held.Received.LockToken == lockToken) is { Settling: true } settled)
            Forget(settled);
    }

    private HeldMessage Read(ReceivedRequest received, out IReadOnlyList<Refusal> refusals)
    {
        var properties = BridgeProperties.Read(received.Properties, out refusals);
        var request = properties is null ? null : ReadBody(received, out refusals);
        var first = properties?.First ?? new FirstReceipt(settings.Queue, received.SequenceNumber, received.EnqueuedTime);
        var messageId = properties?.MessageId ?? request?.MessageId ?? BrokerId(received) ?? Ids.CcsMessage(first);
        return new HeldMessage(received, first, properties ?? new BridgeProperties(), messageId)
        {
            Request = request,
            Lifetime = request is null ? Lifetime.Endless : Lifetime.Of(request, received, first),
        };
    }

    // The broker takes any text as an id, CCS does not.
    private static string? BrokerId(ReceivedRequest received) => DownstreamRequestReader.IsMessageId(received.MessageId) ? received.MessageId : null;

    private static DownstreamRequest? ReadBody(ReceivedRequest received, out IReadOnlyList<Refusal> refusals)
    {
        if (received.UnreadableBody is null)
            return DownstreamRequestReader.Read(received.Body, out refusals);
        refusals = [new Refusal("body", received.UnreadableBody, "AMQP data, or a string or binary value, that holds JSON")];
        return null;
    }

    private void End(HeldMessage held, BridgeEvent? told, PutBackCopy? copy, SettleHow how, List<DeliveryEffect> effects)
    {
        held.Ending = how;
        held.WrittenOn = null;
        if (told is not null)
            Tell(held, told, how, effects);
        else if (copy is not null)
            PutBack(held, copy, how, effects);
        else
            Settle(held, how, effects);
    }

    private void Tell(HeldMessage held, BridgeEvent told, SettleHow how, List<DeliveryEffect> effects) => sends.Start(
        key => new DeliveryEffect.Publish(key, told),
        (refused, now, later) =>
        {
            if (refused is null)
                Settle(held, how, later);
            else
                later.Add(new DeliveryEffect.Note($"the broker refused the outcome event {told.Id}; its message is left to its lock: {refused}"));
        },
        effects);

    private void PutBack(HeldMessage held, PutBackCopy copy, SettleHow how, List<DeliveryEffect> effects) => sends.Start(
        key => new DeliveryEffect.PutBack(key, copy),
        (refused, now, later) => Settle(held, refused is null ? how : new SettleHow.DeadLetter(Policy.PutBackRefused, refused), later),
        effects);

    private static void Settle(HeldMessage held, SettleHow how, List<DeliveryEffect> effects)
    {
        held.Ending = how;
        held.Settling = true;
        effects.Add(how switch
        {
            SettleHow.DeadLetter dead => new DeliveryEffect.DeadLetter(held.Received.LockToken, dead.Reason, dead.Description),
            _ => new DeliveryEffect.Complete(held.Received.LockToken),
        });
    }

    private static PutBackCopy CopyOf(HeldMessage held, int attempts, DateTimeOffset due)
    {
        var ours = held.Properties with
        {
            First = held.First,
            Hop = held.Properties.Hop + 1,
            Attempts = attempts,
            MessageId = held.MessageId,
        };
        var properties = new Dictionary<string, object>(
            held.Received.Properties.Where(property => !property.Key.StartsWith(BridgeProperties.Prefix, StringComparison.Ordinal)));
        foreach (var (name, value) in ours.Write())
            properties[name] = value;
        return new PutBackCopy(Ids.PutBackCopy(held.First, ours.Hop), held.Received, properties, due, held.Lifetime.Ends - due);
    }
}
