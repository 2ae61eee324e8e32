using System.Globalization;

namespace CcsBridge.Contracts;

/// <summary>
/// Where and when a downstream request was first received: the identity of everything that follows from it. The broker gives all
/// three, they are stable over redeliveries, and a put-back copy carries them on; an app's own ids may repeat.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="SequenceNumber">The broker's number of the message on that queue.</param>
/// <param name="EnqueuedTime">The broker's time of acceptance; whole milliseconds count.</param>
public sealed record FirstReceipt(string Queue, long SequenceNumber, DateTimeOffset EnqueuedTime)
{
    /// <summary>Unix time in milliseconds.</summary>
    public long EnqueuedMilliseconds => EnqueuedTime.ToUnixTimeMilliseconds();

    /// <summary>The value of <c>ccsbridge-first</c>: <c>queue/seq/ms</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Queue}/{SequenceNumber}/{EnqueuedMilliseconds}");

    /// <summary>Reads <see cref="ToString"/>; null if it is not of that form.</summary>
    public static FirstReceipt? Parse(string text)
    {
        // From the end: a queue's name may hold slashes.
        var ms = text.LastIndexOf('/');
        var seq = ms < 1 ? -1 : text.LastIndexOf('/', ms - 1);
        return seq >= 1
            && long.TryParse(text.AsSpan(seq + 1, ms - seq - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(text.AsSpan(ms + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= LatestMilliseconds
                ? new FirstReceipt(text[..seq], number, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
                : null;
    }

    private static readonly long LatestMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
}
