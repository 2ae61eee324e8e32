using System.Globalization;
using CcsBridge.Simulation.Faults;

namespace CcsBridge.Simulation;

/// <summary>What the command line asks for.</summary>
internal sealed record CampaignOptions
{
    public const string Help = """
        Runs the whole bridge with planted faults, in one thread and virtual time.

        usage: dotnet run --project tests/simulation -c Release -- [--seed S] [--seeds N] [--messages M] [--faults F] [--for TIME] [--keep LIST] [--break RULE] [--trace]

          --seed S       the first seed (1)
          --seeds N      how many seeds, one after the other (200)
          --messages M   messages a seed, both ways together (200)
          --faults F     faults planted, a seed (20)
          --for TIME     goes on with further seeds for so long instead: 30s, 10m, 2h
          --keep LIST    one seed, with only these numbers of its schedule: what shrinking prints
          --break RULE   plants a mistake in the connector, which the account must find: see faults/BrokenRule.cs
          --trace        one seed, with everything that the endpoint and the broker saw

        A seed that breaks a promise is told with the shortest schedule that two minutes of shrinking find; after three the run ends.
        exit codes: 0 every promise was kept; 1 one was broken; 2 the command line is wrong
        """;

    public int Seed { get; init; } = 1;

    public int Seeds { get; init; } = 200;

    public int Messages { get; init; } = 200;

    public int Faults { get; init; } = 20;

    public TimeSpan? For { get; init; }

    public IReadOnlySet<int>? Keep { get; init; }

    public BrokenRule? Break { get; init; }

    public bool Trace { get; init; }

    /// <summary>Null: the command line is wrong, and <paramref name="fault"/> says how.</summary>
    public static CampaignOptions? Read(ReadOnlySpan<string> args, out string? fault)
    {
        var options = new CampaignOptions();
        fault = null;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--trace")
            {
                options = options with { Trace = true };
                continue;
            }

            var value = i + 1 < args.Length ? args[i + 1] : null;
            if (With(options, args[i], value) is not { } read)
            {
                fault = $"{args[i]} {value ?? "(nothing)"}: no such option, or no such value; see --help";
                return null;
            }

            options = read;
            i++;
        }

        return options;
    }

    private static CampaignOptions? With(CampaignOptions options, string name, string? value)
    {
        if (name == "--for")
            return Time(value) is { } time ? options with { For = time } : null;
        if (name == "--break")
            return Enum.TryParse<BrokenRule>(value, ignoreCase: true, out var rule) ? options with { Break = rule } : null;
        if (name == "--keep")
            return Numbers(value) is { } numbers ? options with { Keep = numbers } : null;
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return name switch
        {
            "--seed" => options with { Seed = number },
            "--seeds" when number > 0 => options with { Seeds = number },
            "--messages" when number is > 0 and <= 10_000 => options with { Messages = number },
            "--faults" when number <= 10_000 => options with { Faults = number },
            _ => null,
        };
    }

    private static HashSet<int>? Numbers(string? text)
    {
        var numbers = new HashSet<int>();
        foreach (var part in text?.Split(',') ?? [])
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            numbers.Add(number);
        }

        return numbers.Count > 0 ? numbers : null;
    }

    private static TimeSpan? Time(string? text)
    {
        if (text is not { Length: > 1 } || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => null,
        };
    }
}
