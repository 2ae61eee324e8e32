namespace CcsBridge.Tests.House;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The nearest folder above the test binary that holds the solution.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory)
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "CcsBridge.sln")))
        ?? throw new InvalidOperationException($"no CcsBridge.sln above {AppContext.BaseDirectory}");

    /// <summary>Hand-written sources, as paths below the root.</summary>
    public static IEnumerable<string> Sources => Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules"));

    private static IEnumerable<string> Above(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
            yield return current.FullName;
    }
}
