using System.Globalization;
using System.Text;

namespace CcsBridge.Tests.Plays;

/// <summary>The text of <c>README.md</c>: every play's rule and source by topic, and every rule without a play with the reason why.</summary>
internal static class PlaysIndex
{
    /// <summary>Set to anything, the test writes the file in place of comparing it.</summary>
    public const string WriteIt = "CCSBRIDGE_WRITE_PLAYS_INDEX";

    // A topic, and what its plays' names begin with.
    private static readonly (string Topic, string[] Prefixes)[] Topics =
    [
        ("TLS", ["tls"]), ("Stream", ["stream"]), ("SASL", ["sasl"]), ("Bind", ["bind"]), ("Idle links", ["idle"]),
        ("Messages from devices", ["upstream", "hostile"]), ("Messages to devices", ["request"]), ("Answers", ["answer", "nack", "group"]),
        ("Receipts", ["receipt"]), ("Flow control", ["flow"]), ("Draining", ["draining"]), ("Reconnect", ["reconnect"]),
        ("Several connections", ["several"]), ("Stop", ["stop"]),
    ];

    public static string PathOfIt { get; } = Path.Combine(PlayFiles.Folder, "README.md");

    public static string Text()
    {
        var plays = PlayFiles.Names.Select(PlayFiles.Read).ToLookup(play => TopicOf(play.Name));
        var unplayed = File.ReadLines(Path.Combine(PlayFiles.Folder, "unplayed.txt")).Select(line => line.Split(" | ")).ToLookup(parts => parts[0]);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Wire plays

            Each file here is one behaviour as a transcript: the rule, its source, who says what. Each is performed twice, by the pure cores
            and by the product's bridge over a TLS socket. `endpoint:` is the wire as it is, `topic:` and `queue:` are the bus, `clock:` is the
            time; `bridge:` lines are all that the bridge may do then, compared as XML and JSON. After every cue the player waits until nothing
            is under way any more, so a cue without `bridge:` lines says that nothing happens.

            This page is written by the tests: `{WriteIt}=1 dotnet run --project tests -- -class "*PlaysIndexTests"`.


            """);
        foreach (var (topic, _) in Topics)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {topic}\n\n| play | rule | source |\n|---|---|---|\n");
            foreach (var play in plays[topic])
                text.Append(CultureInfo.InvariantCulture, $"| [{play.Name}]({play.Name}.play) | {Cell(play.Rule)} | {Cell(play.Source)} |\n");
            foreach (var parts in unplayed[topic])
                text.Append(CultureInfo.InvariantCulture, $"| no play | {Cell(parts[1])} | {Cell(parts[2])} |\n");
            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string TopicOf(string play) =>
        Topics.FirstOrDefault(topic => topic.Prefixes.Contains(play.Split('-')[0])).Topic
        ?? throw new FormatException($"{play}: its name begins with no topic; allowed are {string.Join(", ", Topics.SelectMany(topic => topic.Prefixes))}");

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
