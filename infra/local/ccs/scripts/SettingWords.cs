using CcsBridge.Local.Ccs.Endpoint;
using Change = System.Func<CcsBridge.Local.Ccs.Endpoint.EndpointSettings, CcsBridge.Local.Ccs.Endpoint.EndpointSettings>;

namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>The settings that a script can change while connections live.</summary>
internal static class SettingWords
{
    public const string Meaning = """
        the endpoint's policies and numbers:
          downstream-window N       over-window end | accept
          upstream-window N         distribution round-robin | newest | oldest | random
          connections N             over-connections refuse | end-oldest     (bound ones of a sender)
          answers typed | untyped   upstream typed | untyped                 (the two shapes of a stanza)
          bad-acks nack | ignore    domain any | own                         (what a stream may be to)
          keepalive LENGTH | off    handshake LENGTH
        """;

    private static readonly Dictionary<string, Shape> Shapes = new() { ["typed"] = Shape.Typed, ["untyped"] = Shape.Untyped };

    private static readonly Dictionary<string, Distribution> Distributions = new()
    {
        ["round-robin"] = Distribution.RoundRobin,
        ["newest"] = Distribution.Newest,
        ["oldest"] = Distribution.Oldest,
        ["random"] = Distribution.Random,
    };

    private static readonly Dictionary<string, Func<Words, Change>> Settings = new()
    {
        ["downstream-window"] = words => Set(words.Number(), (s, n) => s with { DownstreamWindow = n }),
        ["over-window"] = words => Set(
            words.OneOf(new Dictionary<string, Overrun> { ["end"] = Overrun.EndStream, ["accept"] = Overrun.Accept }),
            (s, overrun) => s with { Overrun = overrun }),
        ["upstream-window"] = words => Set(words.Number(), (s, n) => s with { UpstreamWindow = n }),
        ["distribution"] = words => Set(words.OneOf(Distributions), (s, how) => s with { Distribution = how }),
        ["connections"] = words => Set(words.Number(), (s, n) => s with { MostPerSender = n }),
        ["over-connections"] = words => Set(
            words.OneOf(new Dictionary<string, Overfull> { ["refuse"] = Overfull.RefuseNewest, ["end-oldest"] = Overfull.EndOldest }),
            (s, overfull) => s with { Overfull = overfull }),
        ["answers"] = words => Set(words.OneOf(Shapes), (s, shape) => s with { AnswerShape = shape }),
        ["upstream"] = words => Set(words.OneOf(Shapes), (s, shape) => s with { UpstreamShape = shape }),
        ["bad-acks"] = words => Set(
            words.OneOf(new Dictionary<string, BadAcks> { ["nack"] = BadAcks.Nack, ["ignore"] = BadAcks.Ignore }),
            (s, acks) => s with { BadAcks = acks }),
        ["domain"] = words => Set(
            words.OneOf(new Dictionary<string, bool> { ["any"] = false, ["own"] = true }), (s, own) => s with { OwnDomainOnly = own }),
        ["keepalive"] = words => Set<TimeSpan?>(words.Skip("off") ? null : words.Length(), (s, every) => s with { KeepAlive = every }),
        ["handshake"] = words => Set(words.Length(), (s, within) => s with { HandshakeWithin = within }),
    };

    public static Instruction.Tell Read(Words words)
    {
        var change = words.OneOf(Settings)(words);
        words.End();
        return new Instruction.Tell(new Input.Change(change));
    }

    private static Change Set<T>(T value, Func<EndpointSettings, T, EndpointSettings> with) => settings => with(settings, value);
}
