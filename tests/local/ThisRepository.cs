namespace CcsBridge.Tests.Local;

/// <summary>Files of the source tree, for tests that need them as they lie there.</summary>
internal static class ThisRepository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "CcsBridge.sln"))
            ? folder
            : Find(System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run inside the repository"));
}
