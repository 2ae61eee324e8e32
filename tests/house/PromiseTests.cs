using CcsBridge.Simulation;

namespace CcsBridge.Tests.House;

public sealed class PromiseTests
{
    [Fact]
    public void The_readme_promises_what_the_simulation_checks_word_for_word()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.All(Promise.All, promise => Assert.Contains(promise.Sentence, readme, StringComparison.Ordinal));
    }
}
