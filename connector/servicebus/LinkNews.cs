namespace CcsBridge.ServiceBus;

/// <summary>What a link's owner hears from the loop that keeps it open.</summary>
internal abstract record LinkNews
{
    private LinkNews() { }

    public sealed record Opened(OpenLink Link) : LinkNews;

    /// <summary>It was open and is no longer.</summary>
    public sealed record Lost(string Reason) : LinkNews;

    /// <summary>The broker would not open it: its own word on the entity.</summary>
    public sealed record Refused(string Condition, string Description) : LinkNews;

    /// <summary>It could not be opened; nothing was said about the entity.</summary>
    public sealed record Unreachable(string Reason) : LinkNews;
}
