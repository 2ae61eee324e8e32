using CcsBridge.Contracts;

namespace CcsBridge.Delivery;

/// <summary>
/// What devices said and the topic does not have yet. Published, confirmed by the broker, and only then acknowledged, on every live
/// session it came on, as often as it came, and on no other. Bounded: when full, the sockets are left unread; what was read already is still taken.
/// </summary>
internal sealed class UpstreamLedger(EventWriter events, PendingSends sends)
{
    private readonly Dictionary<string, Entry> _unpublished = [];
    private long _bytes;
    private int _owed;
    private bool _full;

    // Twice on one session is owed two acknowledgements there.
    private sealed record Entry(BridgeEvent Event, string From, string MessageId, List<SessionId> CameOn);

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
            _owed++;
            LeaveUnreadIfFull(effects);
            return;
        }

        var entry = new Entry(told, upstream.From, upstream.MessageId, [session]);
        _unpublished.Add(told.Id, entry);
        _bytes += told.Body.Length;
        _owed++;
        Publish(entry, told, effects);
        LeaveUnreadIfFull(effects);
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
            _owed -= entry.CameOn.RemoveAll(on => on == session);
    }

    // Acknowledgements that are owed count as well: one stanza sent again and again folds, and must not fill the memory.
    private void LeaveUnreadIfFull(List<DeliveryEffect> effects)
    {
        if (_full || (Math.Max(Count, _owed) < DeliverySettings.UpstreamMessages && _bytes < DeliverySettings.UpstreamBytes))
            return;
        _full = true;
        effects.Add(new DeliveryEffect.Reading(false));
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
        _owed -= entry.CameOn.Count;
        foreach (var session in entry.CameOn)
            effects.Add(new DeliveryEffect.Acknowledge(session, entry.From, entry.MessageId));
        if (_full && Math.Max(Count, _owed) < DeliverySettings.UpstreamMessages / 2 && _bytes < DeliverySettings.UpstreamBytes / 2)
        {
            _full = false;
            effects.Add(new DeliveryEffect.Reading(true));
        }
    }

    // The device's message must not fill CCS's window for ever because the broker will not have it: its place is taken by word of it.
    private BridgeEvent InPlaceOf(Entry entry, string refused, DateTimeOffset now) => events.Malformed(
        new UpstreamMalformed(entry.From, entry.MessageId, $"the broker refused the event {entry.Event.Id}: {refused}", Raw: ""), now);
}
