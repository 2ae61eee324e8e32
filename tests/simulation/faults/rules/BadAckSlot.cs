using CcsBridge.Ccs;
using CcsBridge.Connector;

namespace CcsBridge.Simulation.Faults;

/// <summary>Breaks <see cref="BrokenRule.SlotFreedByBadAck"/>: what the core has no room for is written past it.</summary>
internal sealed class BadAckSlot(Step<SessionInput, SessionEffect> own)
{
    private int _room, _freed;

    public IReadOnlyList<SessionEffect> On(SessionInput input, DateTimeOffset now)
    {
        if (input is SessionInput.Submit past && _room == 0)
        {
            _freed--;
            return [new SessionEffect.Write(OutgoingStanzas.Message(past.MessageId, past.Json)), new SessionEffect.Room(_freed)];
        }

        var effects = own(input, now);
        _room = effects.OfType<SessionEffect.Room>().LastOrDefault()?.Slots ?? _room;
        if (input is not SessionInput.Bytes bytes || bytes.Data.Span.IndexOf("BAD_ACK"u8) < 0)
            return [.. effects.Select(effect => effect is SessionEffect.Room room ? new SessionEffect.Room(room.Slots + _freed) : effect)];
        _freed++;
        return [.. effects.Where(effect => effect is not SessionEffect.Room), new SessionEffect.Room(_room + _freed)];
    }
}
