using CcsBridge.Local.Ccs.Endpoint;
using CcsBridge.Local.Ccs.Scripts;

namespace CcsBridge.Tests.Local.Ccs.Scripts;

public sealed class ScriptReadingTests
{
    [Fact]
    public void Empty_lines_and_comments_say_nothing_and_lines_keep_their_numbers()
    {
        var script = Script.Read("# first\r\n\r\n  wait 2m   # then\n\tphone a#b\n");
        Assert.Equal(
            [(3, new Instruction.Pause(TimeSpan.FromMinutes(2))), (4, new Instruction.Install("a#b", null, null))],
            script.Lines);
    }

    [Theory]
    [InlineData("answer nack QUOTA_EXCEEDED for anna 3 times", "anna", 3)]
    [InlineData("answer nack QUOTA_EXCEEDED 1 time", null, 1)]
    [InlineData("answer nack QUOTA_EXCEEDED", null, 1)]
    public void An_answer_is_for_one_phone_or_any_and_once_or_more_often(string line, string? phone, int times) =>
        Assert.Equal(new Instruction.Answer(new ScriptedAnswer.Nack("QUOTA_EXCEEDED"), phone, times), One(line));

    [Fact]
    public void Every_way_to_answer_has_a_word()
    {
        ScriptedAnswer[] expected =
        [
            new ScriptedAnswer.Silence(), new ScriptedAnswer.Late(TimeSpan.FromMilliseconds(250)), new ScriptedAnswer.Overtaken(2),
            new ScriptedAnswer.Duplicate(), new ScriptedAnswer.Canonical("new"), new ScriptedAnswer.StanzaError("wait"),
            new ScriptedAnswer.Cut(), new ScriptedAnswer.Drop(),
        ];
        string[] lines = ["silence", "late 250ms", "overtaken 2", "twice", "canonical new", "error wait", "cut", "drop"];
        Assert.Equal(expected, lines.Select(line => Assert.IsType<Instruction.Answer>(One($"answer {line}")).How));
        var group = Assert.IsType<ScriptedAnswer.Group>(Assert.IsType<Instruction.Answer>(One("answer group 3 gone-1,gone-2")).How);
        Assert.Equal((3, "gone-1 gone-2"), (group.Success, string.Join(' ', group.Failed)));
    }

    [Theory]
    [InlineData("drop", nameof(Input.Drop))]
    [InlineData("cut", nameof(Input.Cut))]
    [InlineData("fault conflict", nameof(Input.Fault))]
    [InlineData("mute", nameof(Input.Mute))]
    [InlineData("drip 1 every 10ms", nameof(Input.Dripping))]
    public void A_fate_is_for_all_bound_for_one_or_for_the_next(string line, string input)
    {
        var all = Assert.IsType<Instruction.OnBound>(One(line));
        Assert.Equal((null, input), (all.Connection, all.Input(7).GetType().Name));
        Assert.Equal(7, Assert.IsType<Instruction.OnBound>(One($"{line} on 7")).Connection);
        var next = Assert.IsType<Input.Next>(Assert.IsType<Instruction.Tell>(One($"{line} on next 2 times")).Input);
        Assert.Equal((2, input), (next.Times, next.Fate(7).GetType().Name));
    }

    [Theory]
    [InlineData("flow", nameof(Input.Dripping))]
    [InlineData("repeat", nameof(Input.Repeat))]
    public void Dripping_ends_and_deliveries_repeat_on_bound_connections_only(string line, string input)
    {
        Assert.Equal(input, Assert.IsType<Instruction.OnBound>(One(line)).Input(7).GetType().Name);
        Assert.Equal(7, Assert.IsType<Instruction.OnBound>(One($"{line} on 7")).Connection);
        Assert.Throws<ScriptException>(() => One($"{line} on next"));
    }

    [Theory]
    [InlineData("hold answers", null)]
    [InlineData("release answers d-1", "d-1")]
    public void What_is_held_may_be_one_messages(string line, string? id)
    {
        var input = Assert.IsType<Instruction.Tell>(One(line)).Input;
        Assert.Equal(id is null ? new Input.Hold(new HoldPoint.Answers()) : new Input.Release(new HoldPoint.Answers(id)), input);
    }

    [Theory]
    [InlineData("drain for 30s", (int)DrainSignal.Both, false)]
    [InlineData("drain both typed for 30s", (int)DrainSignal.Both, true)]
    [InlineData("drain control typed for 30s", (int)DrainSignal.Control, true)]
    [InlineData("drain nack for 30s", (int)DrainSignal.Nack, false)]
    public void A_drain_says_how_and_how_long(string line, int signal, bool typed) => Assert.Equal(
        new Input.Drain(7, (DrainSignal)signal, typed, TimeSpan.FromSeconds(30)),
        Assert.IsType<Instruction.OnBound>(One(line)).Input(7));

    [Theory]
    [InlineData("refuse not-authorized 2 times", "not-authorized", "A script refused this login.", 2)]
    [InlineData("refuse not-whitelisted", "not-authorized", "Project is not whitelisted", 1)]
    public void A_login_is_refused_with_a_condition_and_a_text(string line, string condition, string text, int times) =>
        Assert.Equal(new Instruction.Tell(new Input.RefuseLogins(new LoginRefusal(condition, text), times)), One(line));

    [Fact]
    public void Every_setting_has_a_name()
    {
        string[] lines =
        [
            "downstream-window 10", "over-window accept", "upstream-window 5", "distribution oldest", "connections 2",
            "over-connections end-oldest", "answers typed", "upstream untyped", "bad-acks ignore", "domain own", "keepalive off",
            "handshake 5s",
        ];
        var settings = lines.Select(line => Assert.IsType<Input.Change>(Assert.IsType<Instruction.Tell>(One($"set {line}")).Input))
            .Aggregate(new EndpointSettings { Senders = [] }, (before, change) => change.How(before));
        Assert.Equal(
            new EndpointSettings
            {
                Senders = settings.Senders,
                DownstreamWindow = 10,
                Overrun = Overrun.Accept,
                UpstreamWindow = 5,
                Distribution = Distribution.Oldest,
                MostPerSender = 2,
                Overfull = Overfull.EndOldest,
                AnswerShape = Shape.Typed,
                UpstreamShape = Shape.Untyped,
                BadAcks = BadAcks.Ignore,
                OwnDomainOnly = true,
                KeepAlive = null,
                HandshakeWithin = TimeSpan.FromSeconds(5),
            },
            settings);
    }

    [Theory]
    [InlineData("phone anna", null, null)]
    [InlineData("phone anna com.example.chat", "com.example.chat", null)]
    [InlineData("phone anna of 2222", null, "2222")]
    [InlineData("phone anna com.example.chat of 2222", "com.example.chat", "2222")]
    public void A_phone_may_have_a_category_and_a_sender(string line, string? category, string? sender) =>
        Assert.Equal(new Instruction.Install("anna", category, sender), One(line));

    [Theory]
    [InlineData("nak", "'nak'", "answer, drop, cut,")]
    [InlineData("answer", "the end of the line", "nack, silence, late,")]
    [InlineData("answer nack X twice", "'twice'", "a whole number")]
    [InlineData("answer nack X 3", "the end of the line", "times")]
    [InlineData("answer nack X 1001 times", "'1001'", "1 to 1000")]
    [InlineData("answer late 5", "'5'", "like 250ms")]
    [InlineData("answer late 25h", "'25h'", "up to 24h")]
    [InlineData("answer error fatal", "'fatal'", "modify, wait")]
    [InlineData("fault sleepy", "'sleepy'", "system-shutdown")]
    [InlineData("drop on 0", "'0'", "a whole number from 1")]
    [InlineData("drop now", "'now'", "the end of the line")]
    [InlineData("drip 1 each 5s", "'each'", "every")]
    [InlineData("drain quickly", "'quickly'", "control, nack, both, typed, for")]
    [InlineData("refuse always", "'always'", "temporary-auth-failure")]
    [InlineData("hold breath", "'breath'", "answers, upstream, reads")]
    [InlineData("set window 5", "'window'", "downstream-window")]
    [InlineData("set distribution fair", "'fair'", "round-robin, newest")]
    [InlineData("phone anna of", "the end of the line", "id of a sender")]
    [InlineData("phone anna com.example.chat 2222", "'2222'", "of")]
    [InlineData("say anna hello", "'hello'", "KEY=VALUE")]
    [InlineData("offline", "the end of the line", "the name of a phone")]
    [InlineData("wait forever", "'forever'", "like 250ms, 5s, 2m, 1h; or bound")]
    public void A_wrong_line_is_refused_with_its_number_what_was_found_and_what_is_allowed(string line, string found, string allowed)
    {
        var fault = Assert.Throws<ScriptException>(() => Script.Read($"phone bert\n{line}"));
        Assert.Equal((2, found), (fault.Line, fault.Found));
        Assert.Contains(allowed, fault.Allowed, StringComparison.Ordinal);
        Assert.StartsWith($"line 2: found {found}; allowed: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_names_every_word_and_its_example_can_be_read()
    {
        Assert.All(Vocabulary.Verbs, verb => Assert.Contains($"  {verb.Usage}\n", ScriptHelp.Text, StringComparison.Ordinal));
        var example = ScriptHelp.Text[ScriptHelp.Text.IndexOf("An example:", StringComparison.Ordinal)..].Split('\n')[1..];
        Assert.Equal(11, Script.Read(string.Join('\n', example)).Lines.Count);
    }

    [Fact]
    public void A_script_has_at_most_a_thousand_instructions() => Assert.Contains(
        "at most 1000", Assert.Throws<ScriptException>(() => Script.Read(string.Concat(Enumerable.Repeat("wait 1s\n", 1001)))).Message,
        StringComparison.Ordinal);

    private static Instruction One(string line) => Assert.Single(Script.Read(line).Lines).Instruction;
}
