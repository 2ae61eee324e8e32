using CcsBridge.Contracts;

namespace CcsBridge.Functions;

/// <summary>What became of a send.</summary>
internal abstract record SendAnswer
{
    private SendAnswer() { }

    /// <summary>The queues have every message.</summary>
    /// <param name="Id">The request's; on every outcome event as correlation id.</param>
    /// <param name="Recipients">Messages put on queues.</param>
    public sealed record Accepted(string Id, int Recipients) : SendAnswer;

    /// <summary>The account has no device.</summary>
    public sealed record NoDevice : SendAnswer;

    /// <summary>It may not go down as it is.</summary>
    public sealed record Refused(IReadOnlyList<Refusal> Refusals) : SendAnswer;
}
