namespace CcsBridge.Delivery;

/// <summary>Moments that may be none.</summary>
internal static class Moments
{
    /// <summary>Null: there is none among them.</summary>
    public static DateTimeOffset? Earliest(params ReadOnlySpan<DateTimeOffset?> times)
    {
        DateTimeOffset? earliest = null;
        foreach (var time in times)
            earliest = time is null || earliest < time ? earliest : time;
        return earliest;
    }
}
