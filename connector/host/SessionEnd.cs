namespace CcsBridge.Connector;

/// <summary>How a session's life ended; what the supervisor does next follows from it alone.</summary>
internal abstract record SessionEnd
{
    private SessionEnd() { }

    /// <summary>We were asked to.</summary>
    internal sealed record Stopped : SessionEnd;

    /// <summary>It takes nothing more, and lives on only to read and to acknowledge: a successor is opened first.</summary>
    /// <param name="Tail">The rest of its life.</param>
    /// <param name="AtOnce">It was ours to retire it: the successor does not wait, however young it was.</param>
    internal sealed record Draining(SessionTail Tail, bool AtOnce) : SessionEnd;

    /// <summary>Lost, or never reached. Tried again: at once after a long life, with backoff after a short one.</summary>
    internal sealed record Dropped(string Reason) : SessionEnd;

    /// <summary>The endpoint does not want this sender as it is configured: tried again slowly.</summary>
    internal sealed record Rejected(string Reason, string Remedy) : SessionEnd
    {
        /// <summary>Both in one sentence.</summary>
        public string Sentence => $"{Reason.TrimEnd('.')}; {Remedy}";
    }

    /// <summary>A bug of ours: this session only, with backoff.</summary>
    internal sealed record Faulted(Exception Fault) : SessionEnd;
}
