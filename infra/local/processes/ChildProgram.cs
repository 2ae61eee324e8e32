namespace CcsBridge.Local.Processes;

/// <summary>What to start: a program by path or by its name on the PATH, and what it is given.</summary>
/// <param name="Name">What a person calls it; goes into sentences about it.</param>
/// <param name="Path">A full path, or a bare name that the PATH knows.</param>
/// <param name="WorkingFolder">Must exist.</param>
internal sealed record ChildProgram(string Name, string Path, string WorkingFolder)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Added to what this process has itself; a null value takes the variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
