namespace CcsBridge.Tests.Local.Broker.Model;

/// <summary>
/// What is done to the queue under test. No rule says which of two things comes first that are due at one instant, so there are none:
/// each command has a millisecond of its own within the second, and every span is whole seconds.
/// </summary>
internal sealed record Script(IReadOnlyList<Command> Commands)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The script as the model takes it. What is due on the way to a command's time is a step of its own.</summary>
    public IEnumerable<Step> Steps()
    {
        var model = new QueueModel();
        var now = Start;
        for (var i = 0; i < Commands.Count; i++)
        {
            var at = Commands[i] switch
            {
                Command.Pass pass => now + pass.Time,
                Command.PassToNextDue => model.NextDue ?? now,
                _ => OwnMillisecond(now, i),
            };
            for (; model.NextDue is { } due && due < at; now = due)
                yield return Do(new Command.PassToNextDue(), due);
            now = at;
            yield return Do(Commands[i], now);
        }

        Step Do(Command command, DateTimeOffset at)
        {
            var seen = model.On(command, at);
            return new(at, command, seen, model.NextDue);
        }
    }

    public override string ToString() => string.Join(Environment.NewLine, Commands);

    private static DateTimeOffset OwnMillisecond(DateTimeOffset now, int index)
    {
        var at = now - TimeSpan.FromMilliseconds(now.Millisecond) + TimeSpan.FromMilliseconds(index);
        return at > now ? at : at + TimeSpan.FromSeconds(1);
    }
}
