using CcsBridge.Local.Processes;
using CcsBridge.Tests.House;

namespace CcsBridge.Tests.Local.Processes;

public sealed class PartsTests
{
    // The paths are relative to the output folder of infra/local.
    private static readonly string LocalOutput = Repository.Output("infra", "local");

    [Theory]
    [InlineData("CcsBridge.Connector")]
    [InlineData("CcsBridge.Functions")]
    public void The_program_of_a_part_is_where_the_build_put_it(string part)
    {
        Assert.True(File.Exists(Parts.Program(part, LocalOutput)));
        Assert.True(File.Exists(Path.Combine(Parts.Folder(part, LocalOutput), part + ".dll")));
    }

    [Fact]
    public void The_folder_of_Azurite_is_the_one_with_its_lock_file()
    {
        Assert.True(File.Exists(Path.Combine(Parts.Folder("CcsBridge.Azurite", LocalOutput), "package-lock.json")));
    }

    [Fact]
    public void A_part_that_does_not_exist_is_refused_with_the_names_of_those_that_do()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Parts.Program("CcsBridge.Nothing", LocalOutput));

        Assert.Contains("CcsBridge.Connector, CcsBridge.Functions, CcsBridge.Azurite", refusal.Message, StringComparison.Ordinal);
    }
}
