using CcsBridge.Local;
using CcsBridge.Local.Ccs.Scripts;

namespace CcsBridge.Tests.Local;

public sealed class LocalArgumentsTests
{
    [Fact]
    public async Task A_script_is_read_before_anything_starts()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "phone anna\n", TestContext.Current.CancellationToken);
            var read = LocalArguments.Read(["ccs", "--script", path, "--port-ccs", "5235", "--plaintext"], out _)!;
            Assert.Equal((true, 5235, true), (read.EndpointAlone, read.PortCcs, read.Plaintext));
            Assert.Single(read.Script!.Lines);
            await File.WriteAllTextAsync(path, "phone anna\nnak\n", TestContext.Current.CancellationToken);
            Assert.StartsWith($"script {path}, line 2: found 'nak'; allowed: ", Fault("ccs", "--script", path), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("found --script; allowed: ccs", "ccs", "--script")]
    [InlineData("script no-such-file cannot be read: ", "ccs", "--script", "no-such-file")]
    [InlineData("found --plaintext without ccs; allowed: ccs", "--plaintext")]
    [InlineData("found --port-ccs 65536; allowed: ccs", "--port-ccs", "65536")]
    [InlineData("found --port-x 1; allowed: ccs", "--port-x", "1")]
    [InlineData("found tour; allowed: ccs", "tour")]
    public void A_wrong_argument_is_named_with_what_is_allowed(string fault, params string[] args) =>
        Assert.StartsWith(fault, Fault(args), StringComparison.Ordinal);

    [Fact]
    public void The_help_tells_how_a_script_is_written() =>
        Assert.EndsWith(ScriptHelp.Text, LocalArguments.Help, StringComparison.Ordinal);

    private static string Fault(params string[] args)
    {
        Assert.Null(LocalArguments.Read(args, out var fault));
        return fault;
    }
}
