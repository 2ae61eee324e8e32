using System.Xml.Linq;

namespace CcsBridge.Tests.House;

/// <summary>Which room may refer to which: the architecture, held.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["connector/contracts"] = [],
        ["connector/servicebus"] = [],
        ["connector/ccs"] = ["connector/contracts"],
        ["connector/delivery"] = ["connector/contracts"],
        ["connector/host"] = ["connector/contracts", "connector/servicebus", "connector/ccs", "connector/delivery"],
        ["functions"] = ["connector/contracts", "connector/servicebus"],
        ["infra/local"] = ["connector/contracts"],
    };

    [Fact]
    public void Each_room_refers_only_to_the_rooms_it_may_know()
    {
        var found = Allowed.Keys.ToDictionary(room => room, References);
        Assert.All(found, room => Assert.Empty(room.Value.Except(Allowed[room.Key])));
    }

    [Fact]
    public void Every_project_outside_of_the_tests_is_in_the_table()
    {
        var rooms = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(folder => !folder.StartsWith("tests", StringComparison.Ordinal));
        Assert.Equal(Allowed.Keys.Order(), rooms.Order());
    }

    private static string[] References(string room)
    {
        var folder = Path.Combine(Repository.Root, room);
        var project = XDocument.Load(Directory.GetFiles(folder, "*.csproj").Single());
        return [.. project.Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, (string)reference.Attribute("Include")!)))!)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))];
    }
}
