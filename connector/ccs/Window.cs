using System.Diagnostics;

namespace CcsBridge.Ccs;

/// <summary>
/// Counts what is in flight downstream. Starts with one slot and doubles with each answer in time, up to the limit. Refuses answers to
/// what was never sent. A slot that timed out stays taken until its late answer, since the endpoint counts it too.
/// </summary>
internal sealed class Window(int limit)
{
    private readonly Dictionary<string, LinkedListNode<Slot>> _taken = new(StringComparer.Ordinal);
    private readonly LinkedList<Slot> _waiting = new();
    private bool _shut;

    /// <summary>How many may be in flight now, taken slots included.</summary>
    public int Size { get; private set; } = 1;

    /// <summary>How many of them have timed out.</summary>
    public int TimedOut { get; private set; }

    /// <summary>Half of what may be in flight, or more, has timed out.</summary>
    public bool IsHalfDead => TimedOut > 0 && TimedOut * 2L >= Size;

    public int Taken => _taken.Count;

    public int Room => _shut ? 0 : Size - _taken.Count;

    /// <summary>The one whose answer is due first, or null.</summary>
    public Slot? Oldest => _waiting.First?.Value;

    public void Take(Slot slot)
    {
        if (Room == 0)
            throw new InvalidOperationException($"no free slot: {_taken.Count} of {Size} are taken, shut: {_shut}");
        if (_taken.ContainsKey(slot.MessageId))
            throw new InvalidOperationException("a message with this message_id is unanswered on this session");
        _taken.Add(slot.MessageId, _waiting.AddLast(slot));
    }

    public AnswerTiming Answer(string messageId)
    {
        if (!_taken.Remove(messageId, out var node))
            return AnswerTiming.NotInFlight;
        if (node.Value.TimedOut)
        {
            TimedOut--;
            return AnswerTiming.Late;
        }

        _waiting.Remove(node);
        Size = (int)Math.Min(limit, Size * 2L);
        return AnswerTiming.InTime;
    }

    /// <summary>The oldest's time is over.</summary>
    public Slot GiveUpOldest()
    {
        var slot = Oldest ?? throw new UnreachableException("nothing is waiting");
        _waiting.RemoveFirst();
        slot.TimedOut = true;
        TimedOut++;
        return slot;
    }

    /// <summary>No room from now on; answers still count.</summary>
    public void Shut() => _shut = true;
}
