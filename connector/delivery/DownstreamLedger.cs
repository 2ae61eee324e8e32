using CcsBridge.Contracts;

namespace CcsBridge.Delivery;

/// <summary>
/// The downstream messages held, by sequence number, and how each ends: event confirmed, then the put-back copy confirmed (if
/// there is one), then settled. Never by first receipt: a copy can arrive before its original is completed.
/// </summary>
internal sealed class DownstreamLedger(DeliverySettings settings, EventWriter events, PendingSends sends, Random chance)
{
    /// <summary>A request of a newer contract that we cannot read: a newer connector may be about to take over.</summary>
    private static readonly TimeSpan ForTheNewer = TimeSpan.FromMinutes(5);

    /// <summary>Between two tries of an outcome event that the broker refuses for its own sake.</summary>
    private static readonly TimeSpan HeldEvent = TimeSpan.FromMinutes(1);

    private readonly HeldMessages _held = new();

    public int Count => _held.Count;

    /// <summary>Not written yet, or written on a session that ended: those first, in the order of first writing.</summary>
    public IReadOnlyCollection<HeldMessage> Waiting => _held.Waiting;

    /// <summary>When the first of the messages wants to be looked at.</summary>
    public DateTimeOffset? NextDue => _held.NextDue;

    /// <summary>Those that want to be looked at by now.</summary>
    public IReadOnlyList<HeldMessage> DueBy(DateTimeOffset now) => _held.DueBy(now);

    public void TakeIn(ReceivedRequest received, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        if (_held.Find(received.SequenceNumber) is { } known)
        {
            // A redelivery of what we hold: the new lock replaces the old one, and nothing is sent again.
            known.Locked(received, now);
            if (known is { Settling: true, Ending: { } how })
                Settle(known, how, effects);
            return;
        }

        var held = Read(received, out var refusals);
        held.Locked(received, now);
        _held.Add(held);
        if (held.Request is not null && SessionEnders.IsSuspect(held))
            PutBackAsEnder(held, now, effects);
        else if (held.Request is null && held.Properties.Version > BridgeProperties.CurrentVersion)
            PutBack(held, held.Properties, now + ForTheNewer, now, effects);
        else if (held.Request is null)
            Reject(held, Refusal.Code, Refusal.Describe(refusals), new SettleHow.DeadLetter(Refusal.Code, Refusal.Describe(refusals)), now, effects);
    }

    public HeldMessage? Locked(Guid lockToken) => _held.Locked(lockToken);

    public IReadOnlyList<HeldMessage> WrittenOn(SessionId session) => [.. _held.All.Where(held => held.WrittenOn == session)];

    public HeldMessage? WrittenOn(SessionId session, string messageId) => _held.Written(session, messageId);

    public void Accept(HeldMessage held, Answer.Accepted answer, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        if (held.Properties.Report == Report.Failures && answer.FailedRegistrationIds is null)
        {
            End(held, null, null, new SettleHow.Complete(), effects);
            return;
        }

        var accepted = new DownstreamAccepted(
            held.MessageId, held.Sends, held.LastWritten ?? now, held.Request?.To, held.Request?.Condition,
            answer.RegistrationId, answer.FailedRegistrationIds);
        End(held, OutcomeEvent.Of(events, accepted, held, now), null, new SettleHow.Complete(), effects);
    }

    public void Reject(HeldMessage held, string error, string? description, SettleHow how, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        var rejected = new DownstreamRejected(
            held.MessageId, error, held.Sends, held.Request?.To, held.Request?.Condition, description, held.LastWritten);
        End(held, OutcomeEvent.Of(events, rejected, held, now), null, how, effects);
    }

    /// <summary>Counted, and tried again at its turn or after a growing delay; given up after so many attempts.</summary>
    public void Retry(HeldMessage held, string error, string? description, DateTimeOffset? turn, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        var attempts = held.Sends;
        if (attempts >= settings.MaxAttempts)
            Reject(held, error, description, new SettleHow.DeadLetter(Policy.RetriesExhausted, $"{attempts} attempts, the last: {error}"), now, effects);
        else
            PutBack(held, held.Properties with { Attempts = attempts, Turn = turn is not null }, turn ?? now + Policy.PutBackDelay.For(attempts, chance), now, effects);
    }

    /// <summary>Uncounted and unsent: its key has others before it.</summary>
    public void PutBackToItsTurn(HeldMessage held, DateTimeOffset turn, DateTimeOffset now, List<DeliveryEffect> effects) =>
        PutBack(held, held.Properties with { Turn = true }, turn, now, effects);

    /// <summary>It is suspected of ending sessions: it waits long, and then travels alone.</summary>
    public void PutBackAsEnder(HeldMessage held, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        var ends = held.Properties.Ends + 1;
        if (ends >= SessionEnders.Most)
        {
            var why = $"{ends} times a session or the connector ended while it was the one unanswered message";
            Reject(held, Policy.EndsTheSession, why, new SettleHow.DeadLetter(SessionEnders.Reason, why), now, effects);
            return;
        }

        PutBack(held, held.Properties with { Ends = ends, Turn = false }, now + SessionEnders.Delay.For(ends, chance), now, effects);
    }

    /// <summary>Gives back what waits and was never written; what was written is left to its lock.</summary>
    public void LetGoOfWaiting(List<DeliveryEffect> effects)
    {
        foreach (var held in _held.Waiting.OrderBy(held => held.SequenceNumber).ToList())
        {
            Forget(held);
            if (held.FirstWritten is null)
                effects.Add(new DeliveryEffect.Release(held.Received.LockToken));
        }
    }

    /// <summary>Lets go of what waits under a lock that is over, of what outlived its time, and of settlements without a word.</summary>
    public void LetGoOfOverdue(DateTimeOffset now, List<DeliveryEffect> effects)
    {
        foreach (var held in _held.DueBy(now))
        {
            if (held.Waits && held.LockIsOver(now))
                Forget(held);
            else if (held.Waits && held.Lifetime.IsOver(now))
                Reject(held, Policy.Expired, "its time to live was over before it could be sent", new SettleHow.Complete(), now, effects);
            else if (held.Settling && held.Received.LockedUntil + SenderDelivery.ReleaseAfter <= now)
                Forget(held);
        }
    }

    /// <summary>Left to the end of its lock: it comes again.</summary>
    public void Forget(HeldMessage held) => _held.Remove(held);

    public void Settled(Guid lockToken, bool lockLost)
    {
        // A lost lock: the message comes again, and is then settled under its new one.
        if (!lockLost && Locked(lockToken) is { Settling: true } settled)
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

    private void End(HeldMessage held, OutcomeEvent? told, PutBackCopy? copy, SettleHow how, List<DeliveryEffect> effects)
    {
        held.Ends(how);
        if (told is not null)
            Tell(held, told, how, effects);
        else if (copy is not null)
            PutBack(held, copy, how, effects);
        else
            Settle(held, how, effects);
    }

    private void PutBack(HeldMessage held, BridgeProperties ours, DateTimeOffset due, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        if (held.Lifetime.NowOrNever || held.Lifetime.IsOver(due))
            Reject(held, Policy.Expired, "its time to live is over before it could be sent again", new SettleHow.Complete(), now, effects);
        else
            End(held, null, CopyOf(held, ours, due), new SettleHow.Complete(), effects);
    }

    private void Tell(HeldMessage held, OutcomeEvent told, SettleHow how, List<DeliveryEffect> effects) => sends.Start(
        key => new DeliveryEffect.Publish(key, told.Whole),
        (refused, now, later) =>
        {
            if (refused is null)
                Settle(held, how, later);
            else
                TellTheLeast(held, told, how, now, later);
        },
        effects);

    // The broker will not have the event as it is: told again without what can be left out, and held until it is taken.
    private void TellTheLeast(HeldMessage held, OutcomeEvent told, SettleHow how, DateTimeOffset due, List<DeliveryEffect> effects)
    {
        effects.Add(new DeliveryEffect.Note($"the broker refused the outcome event {told.Whole.Id}; it is told again without its optional fields"));
        sends.StartAt(
            due,
            key => new DeliveryEffect.Publish(key, told.Least),
            (refused, now, later) =>
            {
                if (refused is null)
                    Settle(held, how, later);
                else
                    TellTheLeast(held, told, how, now + HeldEvent, later);
            });
    }

    private void PutBack(HeldMessage held, PutBackCopy copy, SettleHow how, List<DeliveryEffect> effects) => sends.Start(
        key => new DeliveryEffect.PutBack(key, copy),
        (refused, now, later) =>
        {
            if (refused is null)
                Settle(held, how, later);
            else
                Reject(held, Policy.PutBackRefused, refused, new SettleHow.DeadLetter(Policy.PutBackRefused, refused), now, later);
        },
        effects);

    private static void Settle(HeldMessage held, SettleHow how, List<DeliveryEffect> effects)
    {
        held.Settles(how);
        effects.Add(how switch
        {
            SettleHow.DeadLetter dead => new DeliveryEffect.DeadLetter(held.Received.LockToken, dead.Reason, dead.Description),
            _ => new DeliveryEffect.Complete(held.Received.LockToken),
        });
    }

    private static PutBackCopy CopyOf(HeldMessage held, BridgeProperties changed, DateTimeOffset due)
    {
        var ours = changed with { First = held.First, Hop = held.Properties.Hop + 1, MessageId = held.MessageId };
        var properties = new Dictionary<string, object>(
            held.Received.Properties.Where(property => !property.Key.StartsWith(BridgeProperties.Prefix, StringComparison.Ordinal)));
        foreach (var (name, value) in ours.Write())
            properties[name] = value;
        return new PutBackCopy(Ids.PutBackCopy(held.First, ours.Hop), held.Received, properties, due, held.Lifetime.Ends - due);
    }
}
