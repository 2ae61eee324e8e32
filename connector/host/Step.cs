namespace CcsBridge.Connector;

/// <summary>
/// A pure core as its driver sees it: an input and the time in, effects out. The drivers know no more of a core's rules than this, so
/// that a simulation can stand between the two.
/// </summary>
internal delegate IReadOnlyList<TEffect> Step<in TInput, out TEffect>(TInput input, DateTimeOffset now);
