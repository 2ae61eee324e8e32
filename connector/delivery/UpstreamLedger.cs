using CcsBridge.Contracts;

namespace CcsBridge.Delivery;

/// <summary>
/// What devices said and the topic does not have yet. Published, confirmed by the broker, and only then acknowledged, on every live
/// session it came on and on no other. Bounded: when full, the sockets are left unread; what was read already is still taken.
/// </summary>
internal sealed class UpstreamLedger(EventWriter events, PendingSends sends)
{
    private readonly Dictionary<string, Entry> _unpublished = [];
    private long _bytes;
    private bool _full;

    private sealed record Entry(BridgeEvent Event, string From, string MessageId, HashSet<SessionId> CameOn);

    public int Count => _unpublished.Count;

    public void TakeIn(SessionId session, Upstream upstream, DateTimeOffset now, List<DeliveryEffect> effects)
    {
        var told = upstream switch
        {
            Upstream.Message m => events.Message(new UpstreamMessage(m.From, m.Category, m.MessageId, m.Data, m.TimeToLive), now),
            Upstream.Receipt r => events.Receipt(new UpstreamReceipt(r.Device, r.OriginalMessageId, r.Status, r.SentAt), now),
            Upstream.Malformed m => events.Malformed(new UpstreamMalformed(m.From, m.MessageId, m.Reason, m.Raw), now),
            _ => throw new InvalidOperationException($"no event for {upstream.GetType().Name}"),
        };
        if (_unpublished.TryGetValue(told.Id, out var known))
        {
            // Sent again before the topic had it: one event, and an acknowledgement to each session that waits for one.
            known.CameOn.Add(session);
            return;
        }

        var entry = new Entry(told, upstream.From, upstream.MessageId, [session]);
        _unpublished.Add(told.Id, entry);
        _bytes += told.Body.Length;
        Publish(entry, told, effects);
        if (!_full && (Count >= DeliverySettings.UpstreamMessages || _bytes >= DeliverySettings.UpstreamBytes))
        {
            _full = true;
            effects.Add(new DeliveryEffect.Reading(false));
        }
    }

    /// <summary>A session that joins while the list is full is left unread like the others.</summary>
    public void SessionReady(List<DeliveryEffect> effects)
    {
        if (_full)
            effects.Add(new DeliveryEffect.Reading(false));
    }

    public void SessionEnded(SessionId session)
    {
        foreach (var entry in _unpublished.Values)
            entry.CameOn.Remove(session);
    }

    private void Publish(Entry entry, BridgeEvent published, List<DeliveryEffect> effects) => sends.Start(
        key => new DeliveryEffect.Publish(key, published),
        (refused, now, later) =>
        {
            if (refused is null)
                Confirmed(entry, later);
            else
                Publish(entry, InPlaceOf(entry, refused, now), later);
        },
        effects);

    private void Confirmed(Entry entry, List<DeliveryEffect> effects)
    {
        _unpublished.Remove(entry.Event.Id);
        _bytes -= entry.Event.Body.Length;
        foreach (var session in entry.CameOn)
            effects.Add(new DeliveryEffect.Acknowledge(session, entry.From, entry.MessageId));
        if (_full && Count < DeliverySettings.UpstreamMessages / 2 && _bytes < DeliverySettings.UpstreamBytes / 2)
        {
            _full = false;
            effects.Add(new DeliveryEffect.Reading(true));
        }
    }

    // The device's message must not fill CCS's window for ever because the broker will not have it: its place is taken by word of it.
    private BridgeEvent InPlaceOf(Entry entry, string refused, DateTimeOffset now) => events.Malformed(
        new UpstreamMalformed(entry.From, entry.MessageId, $"the broker refused the event {entry.Event.Id}: {refused}", Raw: ""), now);
}
