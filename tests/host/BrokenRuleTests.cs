using CcsBridge.Simulation;
using CcsBridge.Simulation.Faults;

namespace CcsBridge.Tests.Host;

/// <summary>The simulation's account is no better than what it finds: each mistake that is planted between a core and its driver must show.</summary>
public sealed class BrokenRuleTests
{
    private const int Seeds = 200;

    public static TheoryData<string> Rules => [.. Enum.GetNames<BrokenRule>()];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_that_is_not_kept_is_found(string name)
    {
        var rule = Enum.Parse<BrokenRule>(name);
        Assert.Contains(Enumerable.Range(1, Seeds), seed => FaultyRun.Run(Schedule.Of(seed, 400, 30), rule).Violations.Count > 0);
    }
}
