namespace CcsBridge.Delivery;

/// <summary>Names one session of this sender in this process; never used again.</summary>
public readonly record struct SessionId(int Number)
{
    public override string ToString() => $"s{Number}";
}
