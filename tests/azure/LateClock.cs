namespace CcsBridge.Assumptions;

/// <summary>Five minutes behind: over two locks, and well within a token's half hour.</summary>
internal sealed class LateClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - TimeSpan.FromMinutes(5);
}
