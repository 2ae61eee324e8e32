namespace CcsBridge.Local.Tours;

/// <summary>A step of the tour.</summary>
/// <param name="Title">What happens, in words.</param>
/// <param name="Part">Where it most likely failed if it runs out of time.</param>
/// <param name="Walk">Does it, and says line by line what was seen and what was checked.</param>
internal sealed record TourStep(string Title, string Part, Walk Walk);

/// <summary>One step on its stage.</summary>
internal delegate Task Walk(TourStage stage, Action<string> see, CancellationToken cancel);
