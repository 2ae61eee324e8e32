using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CcsBridge.Tests.Plays;

/// <summary>Performs a play: gives each cue, and holds what the bridge then does against the play.</summary>
internal static partial class Player
{
    public static async Task PerformAsync(Play play, Stage stage)
    {
        foreach (var scene in play.Scenes)
        {
            try
            {
                await GiveAsync(scene.Cue, stage);
                await SeeAsync(scene, stage);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException($"{play.Name}, line {scene.Cue.Line}: {e.Message}", e);
            }
        }
    }

    private static async Task GiveAsync(Cue cue, Stage stage)
    {
        switch (cue.Speaker)
        {
            case "session": await stage.OpenAsync(cue.Session); break;
            case "endpoint": await SayAsync(cue, stage); break;
            case "topic" or "queue": stage.Bus.Act(cue.Speaker, cue.Text); break;
            case "clock": stage.Pass(Time(cue.Text)); break;
            case "operator" when cue.Text == "stops the bridge": stage.Stop(); break;
            default: throw new FormatException($"{cue.Speaker} cannot do: {cue.Text}");
        }
    }

    private static async Task SayAsync(Cue cue, Stage stage)
    {
        if (cue.Text == "(cuts the connection)")
            await stage.CutAsync(cue.Session);
        else if (cue.Text == "(a space)")
            await stage.SayAsync(cue.Session, " "u8.ToArray());
        else if (Bytes().Match(cue.Text) is { Success: true } bytes)
            await stage.SayAsync(cue.Session, Convert.FromHexString(bytes.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal)));
        else if (cue.Text.StartsWith("(drips) ", StringComparison.Ordinal))
            await DripAsync(cue, stage);
        else
            await stage.SayAsync(cue.Session, Encoding.UTF8.GetBytes(Written(cue.Text)));
    }

    private static async Task DripAsync(Cue cue, Stage stage)
    {
        foreach (var one in Encoding.UTF8.GetBytes(Written(cue.Text["(drips) ".Length..])))
            await stage.SayAsync(cue.Session, new[] { one });
    }

    private static async Task SeeAsync(Scene scene, Stage stage)
    {
        while (true)
        {
            await stage.QuietAsync();
            var onTheBus = stage.Bus.Happened;
            var matching = Matching.Of(scene.Expected, [.. stage.OnTheWires(), .. onTheBus]);
            if (matching.IsExact)
            {
                stage.ForgetWires();
                stage.Bus.Forget(onTheBus.Count);
                return;
            }

            if (matching.Unexpected.Count > 0 || !await stage.ChangedAsync())
                Assert.Fail($"line {scene.Cue.Line}, after {scene.Cue.Speaker}[{scene.Cue.Session}]: {Start(scene.Cue.Text)}\n{matching}");
        }
    }

    private static string Written(string text) => Repeats().Replace(
        text, repeat => string.Concat(Enumerable.Repeat(repeat.Groups[2].Value, int.Parse(repeat.Groups[1].ValueSpan, CultureInfo.InvariantCulture))));

    private static TimeSpan Time(string text)
    {
        var time = Span().Match(text);
        if (!time.Success)
            throw new FormatException($"the clock cannot do: {text}; allowed is +30s, with ms, s or min");
        var number = int.Parse(time.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return time.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            _ => TimeSpan.FromMinutes(number),
        };
    }

    private static string Start(string text) => text.Length <= 200 ? text : $"{text[..200]}...";

    [GeneratedRegex(@"^\(bytes ([0-9A-F ]+)\)$")]
    private static partial Regex Bytes();

    [GeneratedRegex(@"\[\[(\d+) times (.+?)\]\]")]
    private static partial Regex Repeats();

    [GeneratedRegex(@"^\+(\d+)(ms|s|min)$")]
    private static partial Regex Span();
}
