using CcsBridge.Delivery;

namespace CcsBridge.Connector;

/// <summary>
/// How long to wait before the next session. The debt is cleared only by a life that was long enough: an endpoint that takes logins
/// and drops them at once must not be hammered.
/// </summary>
internal sealed class Backoff(DoublingDelay delay, Random chance)
{
    /// <summary>After so long a life the next session is opened at once (CCS reference, reconnect).</summary>
    public static readonly TimeSpan LongLife = TimeSpan.FromMinutes(1);

    private int _shortLives;

    /// <summary>For sessions that were lost: 1 s doubling to 60 s.</summary>
    public static Backoff AfterDrop(Random chance) => new(new DoublingDelay(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)), chance);

    /// <summary>For logins that were refused: 30 s growing to 15 min.</summary>
    public static Backoff AfterRejection(Random chance) => new(new DoublingDelay(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15)), chance);

    public TimeSpan Next(TimeSpan lived)
    {
        if (lived < LongLife)
            return delay.For(++_shortLives, chance);
        _shortLives = 0;
        return TimeSpan.Zero;
    }
}
