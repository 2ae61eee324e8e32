namespace CcsBridge.Tests.Plays;

/// <summary>The list of plays that people read is the one that is performed.</summary>
public sealed class PlaysIndexTests
{
    [Fact]
    public void The_readme_lists_every_play_by_its_first_lines()
    {
        if (Environment.GetEnvironmentVariable(PlaysIndex.WriteIt) is not null)
            File.WriteAllText(PlaysIndex.PathOfIt, PlaysIndex.Text());
        Assert.Equal(PlaysIndex.Text(), File.ReadAllText(PlaysIndex.PathOfIt));
    }

    [Fact]
    public void There_are_sixty_plays_at_least() => Assert.InRange(PlayFiles.Names.Count(), 60, int.MaxValue);
}
