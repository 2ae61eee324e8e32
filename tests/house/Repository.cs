namespace CcsBridge.Tests.House;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The nearest folder above the test binary that holds the solution.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory)
        .FirstOrDefault(folder => File.Exists(System.IO.Path.Combine(folder, "CcsBridge.sln")))
        ?? throw new InvalidOperationException($"no CcsBridge.sln above {AppContext.BaseDirectory}");

    /// <summary>A file or folder of the checkout.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The output folder of a project, of the same configuration as the tests: ours ends in bin/CONFIGURATION/FRAMEWORK, and so does it.</summary>
    public static string Output(params string[] project) => Path(
        [.. project, .. AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar).Split(System.IO.Path.DirectorySeparatorChar)[^3..]]);

    /// <summary>Hand-written sources, as paths below the root.</summary>
    public static IEnumerable<string> Sources => Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules"));

    private static IEnumerable<string> Above(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
            yield return current.FullName;
    }
}
