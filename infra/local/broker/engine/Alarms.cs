namespace CcsBridge.Local.Broker;

/// <summary>What is due when. Equal times ring in the order they were set, so that runs repeat.</summary>
internal sealed class Alarms
{
    private readonly SortedSet<Alarm> _set = new(Comparer<Alarm>.Create(
        static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Order.CompareTo(b.Order)));

    private long _order;

    /// <summary>The earliest time at which something is due; null: nothing is.</summary>
    public DateTimeOffset? Next => _set.Min?.At;

    public Alarm Set(DateTimeOffset at, Action<Turn> ring)
    {
        var alarm = new Alarm(at, _order++, ring);
        _set.Add(alarm);
        return alarm;
    }

    public void Cancel(Alarm? alarm)
    {
        if (alarm is not null)
            _set.Remove(alarm);
    }

    /// <summary>Rings everything due at the turn's time, earliest first; what an alarm sets may ring too.</summary>
    public void Ring(Turn turn)
    {
        while (_set.Min is { } alarm && alarm.At <= turn.Now)
        {
            _set.Remove(alarm);
            alarm.Ring(turn);
        }
    }
}

/// <summary>One thing due; compared by identity.</summary>
internal sealed class Alarm(DateTimeOffset at, long order, Action<Turn> ring)
{
    public DateTimeOffset At => at;

    public long Order => order;

    public void Ring(Turn turn) => ring(turn);
}
