using CcsBridge.Tests.House;

namespace CcsBridge.Tests.Plays;

/// <summary>Where the plays are.</summary>
internal static class PlayFiles
{
    public static string Folder { get; } = Repository.Path("tests", "plays");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.play").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    public static Play Read(string name) => Play.Read(name, File.ReadAllLines(Path.Combine(Folder, $"{name}.play")));
}
