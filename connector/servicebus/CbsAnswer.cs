namespace CcsBridge.ServiceBus;

/// <summary>What became of presenting a token.</summary>
internal abstract record CbsAnswer
{
    private CbsAnswer() { }

    public sealed record Granted(DateTimeOffset Until) : CbsAnswer;

    /// <summary>The token opens no such entity.</summary>
    public sealed record Refused(string Condition, string Description) : CbsAnswer;

    /// <summary>No answer, or one that may be another later.</summary>
    public sealed record Failed(string Reason) : CbsAnswer;
}
