using CcsBridge.Local.Ccs.Endpoint;

namespace CcsBridge.Local.Ccs.Scripts;

/// <summary>What happens to connections: to all that are bound, to one by its number, or to the next that come.</summary>
internal static class ConnectionWords
{
    private const string Anywhere = "[on CONNECTION | on next [N times]]";

    // XMPP RFC 6120 §4.9.3.
    private static readonly string[] StreamErrors =
    [
        "bad-format", "bad-namespace-prefix", "conflict", "connection-timeout", "host-gone", "host-unknown", "improper-addressing",
        "internal-server-error", "invalid-from", "invalid-namespace", "invalid-xml", "not-authorized", "not-well-formed",
        "policy-violation", "remote-connection-failed", "reset", "resource-constraint", "restricted-xml", "see-other-host",
        "system-shutdown", "undefined-condition", "unsupported-encoding", "unsupported-feature", "unsupported-stanza-type",
        "unsupported-version",
    ];

    public static readonly Verb[] Verbs =
    [
        new(
            "drop",
            $"drop {Anywhere}",
            "cut as a lost network does: no closing tag, a TCP reset",
            words => Aim(words, c => new Input.Drop(c))),
        new("cut", $"cut {Anywhere}", "end in the middle of a stanza", words => Aim(words, c => new Input.Cut(c))),
        new("fault", $"fault CONDITION {Anywhere}", "end with a stream error, like conflict or system-shutdown", Fault),
        new(
            "mute",
            $"mute {Anywhere}",
            "half-open from now on: takes bytes, answers nothing, never ends by itself",
            words => Aim(words, c => new Input.Mute(c))),
        new("drip", $"drip BYTES every LENGTH {Anywhere}", "from now on say everything in pieces of so many bytes", Drip),
        new("flow", "flow [on CONNECTION]", "end the dripping", words => AimAtBound(words, c => new Input.Dripping(c, 0, TimeSpan.Zero))),
        new(
            "drain",
            "drain [control | nack | both] [typed] for LENGTH [on CONNECTION]",
            "drain, said in this way (default both), and close after so long",
            Drain),
        new(
            "repeat",
            "repeat [on CONNECTION]",
            "deliver again what is not acked",
            words => AimAtBound(words, c => new Input.Repeat(c))),
    ];

    private static Instruction Fault(Words words)
    {
        var condition = words.OneOf(StreamErrors);
        return Aim(words, c => new Input.Fault(c, condition));
    }

    private static Instruction Drip(Words words)
    {
        var bytes = words.Number();
        if (!words.Skip("every"))
            throw words.Fault(words.Next("every"), "every");
        var every = words.Length();
        return Aim(words, c => new Input.Dripping(c, bytes, every));
    }

    private static Instruction.OnBound Drain(Words words)
    {
        var signal = words.Skip("control") ? DrainSignal.Control : words.Skip("nack") ? DrainSignal.Nack : DrainSignal.Both;
        if (signal == DrainSignal.Both)
            words.Skip("both");
        var typed = words.Skip("typed");
        if (!words.Skip("for"))
            throw words.Fault(words.Next("control, nack, both, typed, for"), "control, nack, both, typed, for");
        var length = words.Length();
        return AimAtBound(words, c => new Input.Drain(c, signal, typed, length));
    }

    private static Instruction Aim(Words words, Func<int, Input> fate)
    {
        if (!words.Skip("on"))
            return AllBound(words, fate);
        return words.Skip("next")
            ? new Instruction.Tell(new Input.Next(fate, words.Times()))
            : OneBound(words, fate);
    }

    private static Instruction.OnBound AimAtBound(Words words, Func<int, Input> fate) =>
        words.Skip("on") ? OneBound(words, fate) : AllBound(words, fate);

    private static Instruction.OnBound AllBound(Words words, Func<int, Input> fate)
    {
        words.End();
        return new Instruction.OnBound(fate, null);
    }

    private static Instruction.OnBound OneBound(Words words, Func<int, Input> fate)
    {
        var connection = words.Number(int.MaxValue);
        words.End();
        return new Instruction.OnBound(fate, connection);
    }
}
