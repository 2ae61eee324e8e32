namespace CcsBridge.Contracts;

/// <summary>Why a request is not accepted: which member, what was found in it, what is allowed. Holds no payload.</summary>
public sealed record Refusal(string Member, string Found, string Allowed)
{
    /// <summary>The code of a request that we refuse ourselves, before it costs a round trip.</summary>
    public const string Code = "INVALID_REQUEST";

    public override string ToString() => $"{Member}: found {Found}; allowed: {Allowed}";

    /// <summary>All refusals in one text.</summary>
    public static string Describe(IEnumerable<Refusal> refusals) => string.Join(" | ", refusals);
}
