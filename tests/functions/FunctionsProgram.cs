using CcsBridge.Local.Processes;
using CcsBridge.Tests.Local;

namespace CcsBridge.Tests.Functions;

/// <summary>The built app in its own output folder, of the same configuration as the tests.</summary>
internal static class FunctionsProgram
{
    // The tests' own output folder ends in bin/CONFIGURATION/FRAMEWORK; the app's has the same end.
    private static readonly string Folder = ThisRepository.Path(
        ["functions", .. AppContext.BaseDirectory.TrimEnd(Separator).Split(Separator)[^3..]]);

    private static char Separator => System.IO.Path.DirectorySeparatorChar;

    public static string Path(string file) => System.IO.Path.Combine(Folder, file);

    /// <summary>The program as a child with these settings and no others of ours.</summary>
    public static ChildProgram Child(string[] arguments, Dictionary<string, string?> environment) =>
        new("functions", Path(OperatingSystem.IsWindows() ? "CcsBridge.Functions.exe" : "CcsBridge.Functions"), Folder)
        {
            Arguments = arguments,
            Environment = environment,
        };
}
