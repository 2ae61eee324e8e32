using System.Reflection;

namespace CcsBridge.Local.Processes;

/// <summary>
/// Where the parts of the product lie: the build writes their paths, relative to our own output, into our assembly's metadata.
/// </summary>
internal static class Parts
{
    /// <summary>The executable of a part that is built with us, as <c>CcsBridge.Connector</c>.</summary>
    public static string Program(string name) => Program(name, AppContext.BaseDirectory);

    /// <summary>The folder of a part, as <c>CcsBridge.Azurite</c>, or that of a part's program.</summary>
    public static string Folder(string name) => Folder(name, AppContext.BaseDirectory);

    internal static string Program(string name, string outputFolder) =>
        Path.ChangeExtension(Find(name, outputFolder), OperatingSystem.IsWindows() ? ".exe" : null);

    internal static string Folder(string name, string outputFolder)
    {
        var path = Find(name, outputFolder);
        return path.EndsWith(".dll", StringComparison.Ordinal) ? Path.GetDirectoryName(path)! : path;
    }

    private static string Find(string name, string outputFolder)
    {
        var parts = typeof(Parts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(part => part.Key.StartsWith("CcsBridge.", StringComparison.Ordinal)).ToList();
        var part = parts.Find(part => part.Key == name)
            ?? throw new ArgumentException(
                $"no part is named {name}; there are {string.Join(", ", parts.Select(known => known.Key))}", nameof(name));
        var path = Path.GetFullPath(part.Value!, outputFolder);
        return Path.Exists(path)
            ? path
            : throw new CannotStartException($"{name} is not at {path}: build the whole solution first (dotnet build CcsBridge.sln).");
    }
}
