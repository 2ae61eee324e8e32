using CcsBridge.Contracts;

namespace CcsBridge.Delivery;

/// <summary>Until when a request may be sent: the smaller of the body's time to live and the broker's, from first receipt on.</summary>
/// <param name="Ends">Null: never.</param>
/// <param name="NowOrNever">The body says 0: sent as 0 while it is young, never put back.</param>
internal sealed record Lifetime(DateTimeOffset? Ends, bool NowOrNever)
{
    /// <summary>How old a "now or never" may be.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(30);

    public static readonly Lifetime Endless = new(null, NowOrNever: false);

    public static Lifetime Of(DownstreamRequest request, ReceivedRequest received, FirstReceipt first)
    {
        DateTimeOffset? byBody = request.TimeToLive switch
        {
            null => null,
            0 => first.EnqueuedTime + Young,
            { } seconds => first.EnqueuedTime + TimeSpan.FromSeconds(seconds),
        };
        // The body's counts from first receipt over every copy; the broker's was cut to what is left when the copy was made.
        var byBroker = received.TimeToLive is { } ttl && ttl < DateTimeOffset.MaxValue - received.EnqueuedTime ? received.EnqueuedTime + ttl : (DateTimeOffset?)null;
        return new Lifetime(byBody is null || byBroker < byBody ? byBroker : byBody, request.TimeToLive == 0);
    }

    public bool IsOver(DateTimeOffset now) => Ends <= now;

    /// <summary>The <c>time_to_live</c> to write: whole seconds that are left, rounded up.</summary>
    public int? SecondsLeft(DateTimeOffset now) =>
        NowOrNever ? 0 : Ends is { } ends ? (int)Math.Min(Math.Ceiling((ends - now).TotalSeconds), LongestTimeToLive) : null;

    private const int LongestTimeToLive = 2_419_200;
}
