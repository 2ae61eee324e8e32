namespace CcsBridge.Simulation;

/// <summary>What one run came to.</summary>
/// <param name="Trace">What the endpoint and the broker saw, and the faults; empty if nobody asked for it.</param>
/// <param name="Violations">What broke the promise; empty is good.</param>
/// <param name="Ledger">The account, closed.</param>
/// <param name="SettledAfter">Virtual time from the last fault until nothing was under way.</param>
internal sealed record RunResult(IReadOnlyList<Traced> Trace, IReadOnlyList<Violation> Violations, Ledger Ledger, TimeSpan SettledAfter);
