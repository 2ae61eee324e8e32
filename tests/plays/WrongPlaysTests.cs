using Xunit.Sdk;

namespace CcsBridge.Tests.Plays;

/// <summary>A player that lets a wrong play pass proves nothing: each of these is wrong, and fails on both stages.</summary>
public sealed class WrongPlaysTests
{
    private const string Upstream =
        """endpoint: <message from="devices@gcm.googleapis.com" type="normal"><gcm xmlns="google:mobile:data">{"category":"c","from":"dev-1","message_id":"m-1","data":{}}</gcm></message>""";

    private const string Ping = """endpoint: <iq type="get" id="p-1"><ping xmlns="urn:xmpp:ping"/></iq>""";

    public static TheoryData<string, string> Wrong => new()
    {
        { "unexpected: bus: publishes message m-1", $"{Upstream}\nbridge: (nothing is sent)" },
        { "unexpected: [1]: <{jabber:client}iq", $"{Ping}\nbridge: (nothing is sent)" },
        { "missing:    bus: publishes message m-2", $"{Upstream}\nbridge: publishes message m-2" },
        { "missing:    bus: publishes message m-1", $$$"""{{{Upstream}}}{{{"\n"}}}bridge: publishes message m-1 {"category":"d"}""" },
        { "missing:    [1]: <{jabber:client}iq id='p-2'", $"""{Ping}{"\n"}bridge: <iq type="result" id="p-2"/>""" },
        { "unexpected: [1]: <{jabber:client}iq id='p-1'", $"""{Ping.Replace("</iq>", "</iq>" + Ping["endpoint: ".Length..].Replace("p-1", "p-2"))}{"\n"}bridge: <iq type="result" id="p-2"/>{"\n"}bridge: <iq type="result" id="p-1"/>""" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task The_cores_stage_finds_it(string fault, string transcript)
    {
        await using var stage = new PureStage(new PlayTerms());
        await FailsAsync(fault, transcript, stage);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task The_socket_stage_finds_it(string fault, string transcript)
    {
        await using var stage = new SocketStage(new PlayTerms());
        await FailsAsync(fault, transcript, stage);
    }

    private static async Task FailsAsync(string fault, string transcript, Stage stage)
    {
        var play = Play.Read("wrong", ["A wrong play.", "ours", "", "session 1 is bound", .. transcript.Split('\n')]);
        var failure = await Assert.ThrowsAsync<FailException>(() => Player.PerformAsync(play, stage));
        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }
}
