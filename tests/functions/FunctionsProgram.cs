using CcsBridge.Local.Processes;
using CcsBridge.Tests.House;

namespace CcsBridge.Tests.Functions;

/// <summary>The built app in its own output folder, of the same configuration as the tests.</summary>
internal static class FunctionsProgram
{
    private static readonly string Folder = Repository.Output("functions");

    public static string Path(string file) => System.IO.Path.Combine(Folder, file);

    /// <summary>The program as a child with these settings and no others of ours.</summary>
    public static ChildProgram Child(string[] arguments, Dictionary<string, string?> environment) =>
        new("functions", Path(OperatingSystem.IsWindows() ? "CcsBridge.Functions.exe" : "CcsBridge.Functions"), Folder)
        {
            Arguments = arguments,
            Environment = environment,
        };
}
