using System.Globalization;

namespace CcsBridge.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Direction"><c>upstream</c> or <c>downstream</c>.</param>
/// <param name="Messages">Messages of one throughput run, 500 to 100,000.</param>
/// <param name="Json">One line of JSON comes last.</param>
internal sealed record BenchmarkArguments(string Direction, int Messages, bool Json)
{
    public const string Help = """
        Measures the connector beside a bare relay: the same endpoint, the same broker, the same broker operations a message, and nothing
        else done. What is told is the ratio of the two, since both share this machine's noise.

        usage: dotnet run --project tests/benchmarks -c Release -- upstream|downstream [--messages N] [--json]

          upstream       from devices: stanza in, event confirmed by the topic, acknowledgement out
          downstream     to devices: received under lock, stanza out, answer in, event confirmed, settled
          --messages N   messages of one throughput run, 500 to 100000 (4000)
          --json         the last line is one JSON object with everything measured; "ratio" is the throughput ratio without injected delay

        Each takes less than two minutes. exit codes: 0 measured, whether or not the targets were met; 1 it could not be measured;
        2 the command line is wrong
        """;

    private const int Fewest = 500;
    private const int Most = 100_000;

    /// <summary>Null: the command line is wrong, and <paramref name="fault"/> says how.</summary>
    public static BenchmarkArguments? Read(ReadOnlySpan<string> args, out string? fault)
    {
        fault = null;
        if (args is not [("upstream" or "downstream") and var direction, .. var options])
        {
            fault = $"found '{(args.IsEmpty ? "nothing" : args[0])}' first; allowed are upstream and downstream (see --help)";
            return null;
        }

        var read = new BenchmarkArguments(direction, Messages: 4000, Json: false);
        for (var i = 0; i < options.Length; i++)
        {
            switch (options[i])
            {
                case "--json":
                    read = read with { Json = true };
                    break;
                case "--messages":
                    var text = ++i < options.Length ? options[i] : "nothing";
                    if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var messages) || messages is < Fewest or > Most)
                    {
                        fault = $"--messages is '{text}'; allowed is {Fewest} to {Most}";
                        return null;
                    }

                    read = read with { Messages = messages };
                    break;
                default:
                    fault = $"'{options[i]}' is no option; allowed are --messages N and --json (see --help)";
                    return null;
            }
        }

        return read;
    }
}
