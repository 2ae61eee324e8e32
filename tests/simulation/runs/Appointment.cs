using System.Globalization;
using CcsBridge.Simulation.Faults;

namespace CcsBridge.Simulation;

/// <summary>What may happen in a run.</summary>
internal enum Deed
{
    /// <summary>A phone says something.</summary>
    Say,

    /// <summary>An app puts a message on the queue.</summary>
    Put,

    /// <summary>A fault strikes.</summary>
    Plant,
}

/// <summary>Something that happens in a run at a fixed time, with chance of its own: leaving another one out does not change it.</summary>
/// <param name="Number">Its name in a schedule.</param>
/// <param name="At">Since the start.</param>
/// <param name="What">Which.</param>
/// <param name="Fault">Of <see cref="Deed.Plant"/>.</param>
/// <param name="Chance">Seeds its details.</param>
internal sealed record Appointment(int Number, TimeSpan At, Deed What, FaultKind? Fault, int Chance)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Number,6}  {At:hh\\:mm\\:ss\\.fff}  {What}{(Fault is null ? "" : " ")}{Fault}");
}
