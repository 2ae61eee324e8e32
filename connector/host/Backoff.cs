using CcsBridge.Delivery;

namespace CcsBridge.Connector;

/// <summary>
/// How long to wait before the next session. The debt is cleared only by a life that was long enough: an endpoint that takes logins
/// and drops them at once must not be hammered.
/// </summary>
internal sealed class Backoff(DoublingDelay delay, bool atOnceAfterLongLife, Random chance)
{
    /// <summary>A life that clears the debt; a session that is lost after it is followed by the next at once (CCS reference, reconnect).</summary>
    public static readonly TimeSpan LongLife = TimeSpan.FromMinutes(1);

    private int _shortLives;

    /// <summary>For sessions that were lost: 1 s doubling to 60 s.</summary>
    public static Backoff AfterDrop(Random chance) => new(new DoublingDelay(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)), atOnceAfterLongLife: true, chance);

    /// <summary>For logins that were refused, and sessions that another took the place of: 30 s growing to 15 min, never at once.</summary>
    public static Backoff AfterRejection(Random chance) =>
        new(new DoublingDelay(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15)), atOnceAfterLongLife: false, chance);

    /// <summary>A session has ended, however it did.</summary>
    public void Lived(TimeSpan time)
    {
        if (time >= LongLife)
            _shortLives = 0;
    }

    /// <summary>How long to wait after a life of that length.</summary>
    public TimeSpan Next(TimeSpan lived) =>
        atOnceAfterLongLife && lived >= LongLife ? TimeSpan.Zero : delay.For(++_shortLives, chance);
}
