using System.Globalization;

namespace CcsBridge.Simulation;

/// <summary>One thing that was seen. Its line is written when somebody reads it: a campaign of millions of messages reads none.</summary>
internal readonly record struct Traced(long Step, DateTimeOffset At, object What)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Step} {At:HH:mm:ss.fff} {What}");
}
