namespace CcsBridge.Delivery;

/// <summary>
/// Messages suspected of ending sessions, or the whole process. A session that ends with exactly one unanswered message counts it; so does
/// a delivery count that only lost locks can explain. Counted messages wait long and travel alone, so that they hurt nobody else.
/// </summary>
internal static class SessionEnders
{
    /// <summary>So many ends, and it is dead-lettered.</summary>
    public const int Most = 20;

    /// <summary>The dead letter's reason.</summary>
    public const string Reason = "EndsTheSession";

    /// <summary>15 s doubling to 15 min.</summary>
    public static readonly DoublingDelay Delay = new(TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(15));

    /// <summary>It came so often without ever being settled that it is not written this time.</summary>
    public static bool IsSuspect(HeldMessage held) => held.Received.DeliveryCount >= (held.Properties.Ends > 0 ? 1 : 3);
}
