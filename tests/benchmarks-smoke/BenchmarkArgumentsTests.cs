using CcsBridge.Benchmarks;

namespace CcsBridge.Tests.BenchmarksSmoke;

public sealed class BenchmarkArgumentsTests
{
    [Fact]
    public void A_direction_is_enough() =>
        Assert.Equal(new BenchmarkArguments("upstream", Messages: 4000, Json: false), BenchmarkArguments.Read(["upstream"], out _));

    [Fact]
    public void Messages_and_json_may_follow() => Assert.Equal(
        new BenchmarkArguments("downstream", Messages: 500, Json: true),
        BenchmarkArguments.Read(["downstream", "--json", "--messages", "500"], out _));

    [Theory]
    [InlineData("'nothing' first; allowed are upstream and downstream")]
    [InlineData("'sideways' first; allowed are upstream and downstream", "sideways")]
    [InlineData("--messages is '499'; allowed is 500 to 100000", "upstream", "--messages", "499")]
    [InlineData("--messages is 'many'; allowed is 500 to 100000", "upstream", "--messages", "many")]
    [InlineData("--messages is 'nothing'; allowed is 500 to 100000", "upstream", "--messages")]
    [InlineData("'--jason' is no option; allowed are --messages N and --json", "upstream", "--jason")]
    public void A_wrong_word_is_named_with_what_is_allowed(string sentence, params string[] words)
    {
        Assert.Null(BenchmarkArguments.Read(words, out var fault));
        Assert.Contains(sentence, fault, StringComparison.Ordinal);
    }
}
