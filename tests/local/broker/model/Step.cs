namespace CcsBridge.Tests.Local.Broker.Model;

/// <summary>A command at its time, and what the model says of it.</summary>
/// <param name="At">At or before what is due next.</param>
/// <param name="Does">What is done then.</param>
/// <param name="Sees">What is seen of what was due then and of what is done.</param>
/// <param name="NextDue">When something happens by itself afterwards; null: nothing will.</param>
internal sealed record Step(DateTimeOffset At, Command Does, IReadOnlyList<Seen> Sees, DateTimeOffset? NextDue);
