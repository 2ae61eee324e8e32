using CcsBridge.Local.Processes;

namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>How a start of the handler process went.</summary>
internal abstract record HandlerStart
{
    private HandlerStart() { }

    /// <summary>It answers at this address.</summary>
    public sealed record Ready(ChildProcess Process, Uri Address) : HandlerStart;

    /// <summary>It ended, or did not answer in time and was ended.</summary>
    /// <param name="Reason">What happened, with its last lines; no full stop.</param>
    public sealed record NotReady(string Reason) : HandlerStart;
}
