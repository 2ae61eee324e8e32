namespace CcsBridge.Benchmarks.Loads;

/// <summary>Where a subject finds its two ends, straight or behind a longer wire, and how many downstream messages it leaves unanswered.</summary>
internal sealed record Wiring(int CcsPort, string Bus, int Window);
