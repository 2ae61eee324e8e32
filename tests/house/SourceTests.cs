using System.Text.RegularExpressions;

namespace CcsBridge.Tests.House;

/// <summary>What the house asks of every file, where a machine can see it.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void No_file_has_over_400_lines() =>
        Assert.DoesNotContain(Repository.Sources, file => File.ReadLines(Full(file)).Count() > 400);

    [Fact]
    public void A_program_is_a_table_of_contents() =>
        Assert.All(
            Repository.Sources.Where(file => Path.GetFileName(file) == "Program.cs"),
            file => Assert.InRange(File.ReadLines(Full(file)).Count(line => line.Trim().Length > 0), 1, 25));

    [Fact]
    public void No_type_is_called_after_nothing() =>
        Assert.DoesNotContain(Repository.Sources, file => NamesNothing().IsMatch(Path.GetFileName(file)));

    [Fact]
    public void An_interface_has_a_line_in_the_decisions()
    {
        var decisions = File.ReadAllText(Path.Combine(Repository.Root, "DECISIONS.md"));
        var interfaces = Repository.Sources
            .Where(file => !file.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(file => Interface().Matches(File.ReadAllText(Full(file))).Select(match => match.Groups[1].Value));
        Assert.All(interfaces, name => Assert.Contains($"`{name}`", decisions, StringComparison.Ordinal));
    }

    [Fact]
    public void Log_event_ids_are_used_once_in_a_process()
    {
        foreach (var logs in Repository.Sources.Where(file => file.StartsWith("connector/host/", StringComparison.Ordinal) || file.StartsWith("functions/", StringComparison.Ordinal))
            .GroupBy(file => file.Split('/')[0]))
        {
            var ids = logs.SelectMany(file => LogId().Matches(File.ReadAllText(Full(file))).Select(match => match.Groups[1].Value)).ToList();
            Assert.NotEmpty(ids);
            Assert.Equal(ids.Count, ids.Distinct().Count());
        }
    }

    private static string Full(string file) => Path.Combine(Repository.Root, file);

    [GeneratedRegex(@"(Manager|Helper|Utils?|Common|Base|Impl)\.cs$")]
    private static partial Regex NamesNothing();

    [GeneratedRegex(@"\binterface (I[A-Z]\w*)")]
    private static partial Regex Interface();

    [GeneratedRegex(@"\[LoggerMessage\((\d+)")]
    private static partial Regex LogId();
}
