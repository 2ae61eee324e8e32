namespace CcsBridge.Local.FunctionsRuntime;

/// <summary>Something a person may want to read.</summary>
/// <param name="Source"><c>host</c> (this runtime), <c>handler</c> (what it wrote), or a function's name (its <c>Logs</c>).</param>
/// <param name="Text">A sentence or a line.</param>
internal sealed record HostLine(string Source, string Text)
{
    public const string Host = "host";
    public const string Handler = "handler";
}
