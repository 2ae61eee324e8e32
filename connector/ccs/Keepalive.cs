namespace CcsBridge.Ccs;

/// <summary>
/// Tells a quiet link from a dead one (XEP-0199; CCS has no stream management). Anything read proves the link; the ping's own answer is
/// nothing special.
/// </summary>
internal sealed class Keepalive(CcsSettings settings)
{
    private DateTimeOffset _lastRead;
    private DateTimeOffset? _pingedAt;
    private int _pings;

    /// <summary>How often something was read.</summary>
    public long Reads { get; private set; }

    public bool PingIsOut => _pingedAt is not null;

    public DateTimeOffset Due => _pingedAt is { } pinged ? pinged + settings.PingTimeout : _lastRead + settings.PingInterval;

    public void Read(DateTimeOffset now)
    {
        _lastRead = now;
        _pingedAt = null;
        Reads++;
    }

    /// <summary>The ping got no answer in its time.</summary>
    public bool IsDead(DateTimeOffset now) => PingIsOut && now >= Due;

    /// <summary>A ping to write now, or null. One at a time.</summary>
    /// <param name="now">The present.</param>
    /// <param name="doubted">There is a reason to ask before the interval is over.</param>
    public ReadOnlyMemory<byte>? Ping(DateTimeOffset now, bool doubted)
    {
        if (PingIsOut || (!doubted && now < Due))
            return null;
        _pingedAt = now;
        return OutgoingStanzas.Ping($"ping-{++_pings}", settings.Domain);
    }
}
