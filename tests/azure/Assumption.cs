using CcsBridge.Assumptions.Cases;

namespace CcsBridge.Assumptions;

/// <summary>Tries one assumption: null if it holds, else what was seen instead.</summary>
internal delegate Task<string?> TryAssumption(Trial trial, CancellationToken cancel);

/// <summary>One thing we believe about Service Bus. A case a file; <c>docs/assumptions.md</c> says what breaks if it is false.</summary>
/// <param name="Name">As on the command line and in the document.</param>
/// <param name="Believed">In one line.</param>
/// <param name="TryAsync">How it is tried.</param>
/// <param name="Slow">Waits for the end of a lock.</param>
internal sealed record Assumption(string Name, string Believed, TryAssumption TryAsync, bool Slow = false)
{
    public static IReadOnlyList<Assumption> All { get; } =
    [
        new("wrong-key", "a signature by another key is refused as unauthorized", WrongKey.TryAsync),
        new("missing-entity", "an entity that is not there is refused as not found", MissingEntity.TryAsync),
        new("round-trip", "a message comes out as it went in, with lock, sequence number and time", RoundTrip.TryAsync),
        new("clocks-agree", "the broker's clock and ours are less than a minute apart", ClocksAgree.TryAsync),
        new("size-refused", "a message over 256 KiB is refused by itself, and its link lives on", SizeRefused.TryAsync),
        new("release-uncounted", "released leaves the delivery count", ReleaseUncounted.TryAsync),
        new("redelivery-identity", "sequence number and enqueued time are stable, the lock token is not", RedeliveryIdentity.TryAsync),
        new("duplicate-dropped", "a known id is confirmed and dropped, also after its message is gone", DuplicateDropped.TryAsync),
        new("scheduled-duplicate", "a second scheduled copy with the same id folds", ScheduledDuplicate.TryAsync),
        new("scheduled-life", "enqueued time and time to live of a scheduled message start when it is due", ScheduledLife.TryAsync),
        new("filters", "correlation filters see our string properties", Filters.TryAsync),
        new("dead-letter-texts", "a dead letter has our reason and description, and keeps body and properties", DeadLetterTexts.TryAsync),
        new("expiry-dead-letters", "what outlives its time while queued is dead-lettered, not delivered", ExpiryDeadLetters.TryAsync),
        new("credit-withdrawn", "after a drain nothing comes on the old credit", CreditWithdrawn.TryAsync),
        new("settled-without-link", "a lock is settled over $management after its link is gone", SettledWithoutLink.TryAsync),
        new("lock-expiry-counts", "at a lock's end the message comes again, counted", LockExpiryCounts.TryAsync, Slow: true),
        new("lock-outlives-link", "a lock outlives the connection it was taken on", LockOutlivesLink.TryAsync, Slow: true),
        new("renewal-prolongs", "a lock that is renewed over $management outlives its first end", RenewalProlongs.TryAsync, Slow: true),
        new("lost-lock-not-renewed", "renewing a lock that is over is refused as lost", LostLockNotRenewed.TryAsync, Slow: true),
        new("lost-lock-not-settled", "settling under a lock that is over is refused over $management", LostLockNotSettled.TryAsync, Slow: true),
    ];
}
