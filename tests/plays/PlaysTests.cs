namespace CcsBridge.Tests.Plays;

/// <summary>Every play, through the pure cores and over a real TLS socket against the bridge.</summary>
public sealed class PlaysTests
{
    public static TheoryData<string> Plays => [.. PlayFiles.Names];

    [Theory]
    [MemberData(nameof(Plays))]
    public async Task The_cores_play_it(string name)
    {
        var play = PlayFiles.Read(name);
        await using var stage = new PureStage(play.Terms);
        await Player.PerformAsync(play, stage);
    }

    [Theory]
    [MemberData(nameof(Plays))]
    public async Task The_bridge_plays_it_over_a_socket(string name)
    {
        var play = PlayFiles.Read(name);
        await using var stage = new SocketStage(play.Terms);
        await Player.PerformAsync(play, stage);
    }
}
