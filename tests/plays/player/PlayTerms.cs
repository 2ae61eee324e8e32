using System.Text.RegularExpressions;
using CcsBridge.Ccs;
using DeliverySettings = CcsBridge.Delivery.DeliverySettings;

namespace CcsBridge.Tests.Plays;

/// <summary>The settings of a play: the product's own, but for what <c>given: window 4, attempts 2</c> says.</summary>
internal sealed partial record PlayTerms(int Window = 100, int Attempts = 8)
{
    public const string Sender = "1234567890";

    public CcsSettings Ccs => new(
        CcsSettings.DocumentedDomain, Sender, "the-key", "bridge", Window,
        AckTimeout: TimeSpan.FromSeconds(30), PingInterval: TimeSpan.FromSeconds(60), PingTimeout: TimeSpan.FromSeconds(10));

    public DeliverySettings Promise => new(Sender, "downstream", Window, Connections: 1, Attempts);

    public static PlayTerms Read(string line)
    {
        if (!line.StartsWith("given:", StringComparison.Ordinal))
            throw new FormatException($"the third line is blank or begins with given: {line}");
        var terms = new PlayTerms();
        foreach (Match term in Term().Matches(line))
        {
            var number = int.Parse(term.Groups[2].ValueSpan, null);
            terms = term.Groups[1].Value == "window" ? terms with { Window = number } : terms with { Attempts = number };
        }

        return terms;
    }

    [GeneratedRegex(@"\b(window|attempts) (\d+)")]
    private static partial Regex Term();
}
