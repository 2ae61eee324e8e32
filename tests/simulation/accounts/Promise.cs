namespace CcsBridge.Simulation;

/// <summary>What the ledger checks, in the words of the README's guarantee table: a test holds the two together.</summary>
internal sealed record Promise(string Sentence)
{
    public static readonly Promise UpstreamOnTopic = new(
        "What the endpoint took from a device is on topic `upstream`, and nothing that no device said.");

    public static readonly Promise AckedAfterConfirmed = new(
        "It is acknowledged after the topic confirmed it, never before, and on a session it came on, never on another.");

    public static readonly Promise Accounted = new(
        "What an app put on the queue ends with an event, `accepted` or `rejected`, or as a dead letter of the broker whose time to live was over; `accepted` goes without an event if the app asked for failures only.");

    public static readonly Promise ToldBeforeSettled = new(
        "It leaves the queue after its event, or the copy that takes its place, was confirmed, never before; what was written is not given back as if untouched.");

    public static readonly Promise ToldTruly = new(
        "`accepted` is told only of what the endpoint took, and both outcomes of one message only after a lost session, lock or confirmation made it go twice.");

    public static readonly Promise BoundedSends = new(
        "A message is sent at most 9 times, once more for each session that ended and twice more for each lock that was lost while it was under way.");

    public static readonly Promise Isolated = new(
        "A message that ends sessions or kills the connector is sent at most 42 times more, ends at most 8 sessions that carry others (two more for each further connection), costs another message at most 11 sends, and is told.");

    public static readonly Promise Bounded = new(
        "A session has no more unanswered than its window, and no more than twice the windows of all connections is held under lock.");

    public static readonly Promise Settled = new(
        "Once faults end everything is settled within 4 hours, without a restart, and a whole window is in flight again; a stop is over in its time.");

    public static readonly Promise Faultless = new(
        "The endpoint refuses nothing that the connector wrote, and the connector meets no fault of its own.");

    public static IReadOnlyList<Promise> All { get; } =
        [UpstreamOnTopic, AckedAfterConfirmed, Accounted, ToldBeforeSettled, ToldTruly, BoundedSends, Isolated, Bounded, Settled, Faultless];
}

/// <summary>A promise that was not kept.</summary>
internal sealed record Violation(Promise Broken, string What)
{
    public override string ToString() => What;
}

/// <summary>What was not kept so far.</summary>
internal sealed class Violations : List<Violation>
{
    public void Add(Promise broken, string what) => Add(new Violation(broken, what));
}
