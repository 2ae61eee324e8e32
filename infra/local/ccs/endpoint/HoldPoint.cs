namespace CcsBridge.Local.Ccs.Endpoint;

/// <summary>What can be kept back until released. Points are values: release the same one that was held.</summary>
internal abstract record HoldPoint
{
    private HoldPoint()
    {
    }

    /// <summary>Answers to downstream messages: one id, or all. The phone has its message all the same.</summary>
    public sealed record Answers(string? MessageId = null) : HoldPoint;

    /// <summary>Upstream messages and receipts: one id, or all.</summary>
    public sealed record Upstream(string? MessageId = null) : HoldPoint;

    /// <summary>Reading: one connection, or all, new ones too.</summary>
    public sealed record Reads(int? Connection = null) : HoldPoint;
}
