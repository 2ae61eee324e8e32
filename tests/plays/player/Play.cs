using System.Text.RegularExpressions;

namespace CcsBridge.Tests.Plays;

/// <summary>One behaviour as a transcript: the rule in words, where it comes from, and who says what.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Rule">The first line.</param>
/// <param name="Source">The second line.</param>
/// <param name="Terms">What differs from the default settings.</param>
/// <param name="Scenes">In their order.</param>
internal sealed partial record Play(string Name, string Rule, string Source, PlayTerms Terms, IReadOnlyList<Scene> Scenes)
{
    private static readonly string[] Outside = ["endpoint", "topic", "queue", "clock", "operator", "session"];

    public static Play Read(string name, string[] text)
    {
        if (text.Length < 4 || text.Take(2).Any(line => line.Trim().Length == 0))
            throw new FormatException($"{name}: the first line is the rule, the second its source, then a blank line and the transcript");
        var terms = text[2].Trim().Length == 0 ? new PlayTerms() : PlayTerms.Read(text[2]);
        return new Play(name, text[0].Trim(), text[1].Trim(), terms, ScenesOf(name, text));
    }

    private static List<Scene> ScenesOf(string name, string[] text)
    {
        var scenes = new List<Scene>();
        string speaker = "", session = "";
        for (var at = 2; at < text.Length; at++)
        {
            foreach (var line in Shorthand.Expand(text[at]).Where(line => line.Trim().Length > 0 && !line.StartsWith("given:", StringComparison.Ordinal)))
            {
                var said = Said().Match(line);
                if (!said.Success)
                    throw new FormatException($"{name}, line {at + 1}: no speaker; allowed are bridge, {string.Join(", ", Outside)}: {line}");
                if (said.Groups["who"].Success)
                    (speaker, session) = (said.Groups["who"].Value, said.Groups["session"].Value);
                var number = session.Length == 0 ? 1 : int.Parse(session, null);
                var words = said.Groups["text"].Value.Trim();
                if (speaker != "bridge")
                    scenes.Add(new Scene(new Cue(speaker, number, words, at + 1), []));
                else if (!words.StartsWith("(nothing", StringComparison.Ordinal))
                    scenes[^1].Expected.Add(Happened.Read(words, number));
            }
        }

        return scenes;
    }

    [GeneratedRegex(@"^(?:(?<who>[a-z]+)(?:\[(?<session>\d+)\])?:|\s)\s*(?<text>.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Said();
}

/// <summary>What somebody outside of the bridge does, and all that the bridge does then: nothing else may happen.</summary>
internal sealed record Scene(Cue Cue, List<Happened> Expected);

/// <summary>Who does what to the bridge.</summary>
internal sealed record Cue(string Speaker, int Session, string Text, int Line);
