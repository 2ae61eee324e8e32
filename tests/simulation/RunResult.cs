using CcsBridge.Simulation.Faults;

namespace CcsBridge.Simulation;

/// <summary>What one seed came to.</summary>
/// <param name="Seed">Gives the same again, with the same numbers of messages and faults.</param>
/// <param name="Messages">Both ways together.</param>
/// <param name="Trace">What the endpoint and the broker saw, and the faults.</param>
/// <param name="Violations">What broke the promise; empty is good.</param>
/// <param name="Faults">How many were planted, by kind.</param>
/// <param name="Ledger">The account, closed.</param>
/// <param name="SettledAfter">Virtual time from the last fault until nothing was under way.</param>
/// <param name="Steps">Continuations run.</param>
internal sealed record RunResult(
    int Seed,
    int Messages,
    IReadOnlyList<string> Trace,
    IReadOnlyList<string> Violations,
    IReadOnlyDictionary<FaultKind, int> Faults,
    Ledger Ledger,
    TimeSpan SettledAfter,
    long Steps);
